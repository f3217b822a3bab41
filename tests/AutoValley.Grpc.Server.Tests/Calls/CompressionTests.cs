using AutoValley.Interop;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

public sealed class CompressionTests
{
    // UnaryRequest { response_bytes = 1000 }
    private const string ThousandBytes = "000000000308E807";

    [Fact]
    public async Task Response_CallerAcceptsGzip_IsCompressed()
    {
        await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        var answer = await RawCall.SendAsync(server, RawCall.Unary, ThousandBytes, ("grpc-accept-encoding", "deflate, gzip"));
        Assert.Equal("gzip", answer.Headers["grpc-encoding"]);
        Assert.Equal(1, answer.Body[0]);
        Assert.InRange(answer.Body.Length, 6, 100);
        Assert.Equal("0", answer.GrpcStatus);
    }

    [Theory]
    [InlineData("gzip", "identity")]
    [InlineData("gzip", "")]
    [InlineData(null, "gzip")]
    public async Task Response_NotAgreedUpon_IsPlain(string? algorithm, string accepted)
    {
        await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = algorithm);
        var answer = await RawCall.SendAsync(server, RawCall.Unary, ThousandBytes, ("grpc-accept-encoding", accepted));
        Assert.DoesNotContain("grpc-encoding", answer.Headers.Keys);
        Assert.Equal(0, answer.Body[0]);
        Assert.True(answer.Body.Length > 1000);
    }

    [Fact]
    public async Task Response_Empty_IsPlainEvenInACompressedCall()
    {
        await using var server = await TestServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        var answer = await RawCall.SendAsync(server, RawCall.Unary, "0000000000", ("grpc-accept-encoding", "gzip"));
        Assert.Equal(new byte[5], answer.Body);
    }

    [Fact]
    public void Options_Contradictory_AreRefusedAllAtOnce()
    {
        var options = new global::Grpc.AspNetCore.Server.GrpcServiceOptions
        {
            ResponseCompressionAlgorithm = "zstd", MaxReceiveMessageSize = -1, MaxSendMessageSize = -2,
        };
        var result = new global::Grpc.AspNetCore.Server.Internal.OptionsValidator<global::Grpc.AspNetCore.Server.GrpcServiceOptions>().Validate(null, options);
        Assert.Equal(3, result.Failures!.Count());
    }

    [Theory]
    // The request has 3 bytes.
    [InlineData(3, 2, StatusCode.OK)]
    [InlineData(2, 3, StatusCode.ResourceExhausted)]
    public async Task Limits_OfRequestsOfAService_AreItsOwn(int ofIt, int ofAll, StatusCode expected)
    {
        await using var server = await TestServer.StartAsync(
            options => options.MaxReceiveMessageSize = ofAll, app => app.MapGrpcService<Interop.InteropService>(),
            services: services => services.AddGrpc().AddServiceOptions<Interop.InteropService>(options => options.MaxReceiveMessageSize = ofIt));
        var answer = await RawCall.SendAsync(server, RawCall.Unary, ThousandBytes);
        Assert.Equal(((int)expected).ToString(System.Globalization.CultureInfo.InvariantCulture), answer.GrpcStatus);
    }

    [Theory]
    [InlineData(1000, StatusCode.OK)]
    [InlineData(1100, StatusCode.ResourceExhausted)]
    public async Task Limits_OfResponses_AreKept(int bytes, StatusCode expected)
    {
        await using var server = await TestServer.StartAsync(options => options.MaxSendMessageSize = 1010);
        using var call = new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest { ResponseBytes = bytes });
        await call.ResponseAsync.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(expected, call.GetStatus().StatusCode);
    }
}
