using AutoValley.Grpc.Server.Tests.Interop.Cases;
using AutoValley.Grpc.Server.Tests.Interop.Peers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>Our client with our server, over real sockets.</summary>
public sealed class OwnClientTests
{
    public static TheoryData<string> Compressed => InteropCases.With(Peer.Own);

    public static TheoryData<string> Uncompressed => InteropCases.With(Peer.OwnUncompressed);

    [Theory]
    [MemberData(nameof(Uncompressed))]
    public Task OwnClient_OwnServer_Agree(string name) => RunAsync(name, Peer.OwnUncompressed);

    [Theory]
    [MemberData(nameof(Compressed))]
    public Task OwnClient_OwnServerWithGzip_Agree(string name) => RunAsync(name, Peer.Own);

    [Theory]
    [MemberData(nameof(Compressed))]
    public Task OwnClient_ThatMayRetry_Agrees(string name) => RunAsync(name, Peer.Own, options => options.ServiceConfig = new ServiceConfig
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 5,
                    InitialBackoff = TimeSpan.FromMilliseconds(1),
                    MaxBackoff = TimeSpan.FromMilliseconds(1),
                    BackoffMultiplier = 1,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    });

    private static async Task RunAsync(string name, Peer peer, Action<GrpcChannelOptions>? configure = null)
    {
        await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = peer == Peer.Own ? "gzip" : null);
        using var run = new InteropRun(server.Address, peer, configure);
        await InteropCases.RunAsync(name, run);
        Assert.Empty(server.Errors);
    }
}
