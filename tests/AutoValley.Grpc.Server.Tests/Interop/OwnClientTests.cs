using AutoValley.Grpc.Tests.Interop;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>Our client with our server, over real sockets.</summary>
public sealed class OwnClientTests
{
    public static TheoryData<string> Cases => InteropCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_OwnServer_Agree(string name)
    {
        await using var server = await TestServer.StartAsync();
        await InteropCases.RunAsync(name, server.Channel);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_OwnServerWithGzip_Agree(string name)
    {
        await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        await InteropCases.RunAsync(name, server.Channel);
        Assert.Empty(server.Errors);
    }
}
