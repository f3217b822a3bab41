using AutoValley.Interop;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Tests.Client;

/// <summary>Whatever a server answers, a call ends with one status that says what was wrong.</summary>
public sealed class HostileServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("", "0", StatusCode.Internal, "without a response")]
    [InlineData("0000000000" + "0000000000", "0", StatusCode.Internal, "more than one response")]
    [InlineData("00000000", "0", StatusCode.Internal, "ended inside a message")]
    [InlineData("0000000005AA", "0", StatusCode.Internal, "ended inside a message")]
    [InlineData("0700000000", "0", StatusCode.Internal, "flag is 7")]
    [InlineData("00FFFFFFFF", "0", StatusCode.ResourceExhausted, "4294967295")]
    [InlineData("0000400001", "0", StatusCode.ResourceExhausted, "4194305")]
    [InlineData("0100000001AA", "0", StatusCode.Internal, "names no encoding")]
    [InlineData("0000000002FFFF", "0", StatusCode.Internal, "is no Empty")]
    [InlineData("0000000000", null, StatusCode.Unknown, "without a status")]
    [InlineData("0000000000", "many", StatusCode.Unknown, "'many'")]
    [InlineData("0000000000", "99", StatusCode.Unknown, "'99'")]
    [InlineData("0000000000", "-1", StatusCode.Unknown, "'-1'")]
    [InlineData("", "9", StatusCode.FailedPrecondition, "")]
    public async Task Unary_BodyAndStatus_GivesOneTypedError(string body, string? status, StatusCode expected, string detail)
    {
        await using var server = await RawServer.StartAsync(body, status);
        var failure = await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(expected, failure.StatusCode);
        Assert.Contains(detail, failure.Status.Detail);
    }

    [Theory]
    [InlineData("0100000005AAAAAAAAAA", "gzip", "no valid gzip")]
    [InlineData("0000000000", "zstd", "'zstd'")]
    public async Task Unary_WrongCompression_IsInternal(string body, string encoding, string detail)
    {
        await using var server = await RawServer.StartAsync(body, "0", encoding);
        var failure = await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Contains(detail, failure.Status.Detail);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task Unary_AnswerThatIsNoGrpc_GivesTheStatusOfItsHttpCode(int httpStatus, StatusCode expected)
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Response.StatusCode = httpStatus;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p>hello</p>");
        });
        var call = new InteropClient(server.Channel).EmptyCallAsync(new Empty());
        var failure = await FailsAsync(call.ResponseAsync);
        Assert.Equal(expected, failure.StatusCode);
        Assert.Contains($"HTTP {httpStatus}", failure.Status.Detail);
        Assert.Equal(expected, (await FailsAsync(call.ResponseHeadersAsync)).StatusCode);
    }

    [Fact]
    public async Task Unary_TrailersOnly_GivesStatusTextAndTrailers()
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/grpc+proto";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "not%20here%21";
            context.Response.Headers["reason-bin"] = "AQI";
            return Task.CompletedTask;
        });
        var failure = await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "not here!"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal([1, 2], failure.Trailers.GetValueBytes("reason-bin"));
    }

    [Fact]
    public async Task ServerStream_ConnectionLostAfterAMessage_IsUnavailable()
    {
        var received = new TaskCompletionSource();
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Response.Body.FlushAsync();
            await received.Task;
            context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
        });
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        received.SetResult();
        var failure = await FailsAsync(call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith($"lost the connection to {server.Address.Authority}", failure.Status.Detail);
        Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task ServerStream_Reset_GivesTheStatusOfItsCode(int errorCode, StatusCode expected)
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResetFeature>()!.Reset(errorCode);
        });
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.Equal(expected, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task Unary_PeerThatSpeaksNoHttp2_IsUnavailable()
    {
        await using var server = await RawServer.StartAsync(
            context => context.Response.WriteAsync("hello"), Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);
        var failure = await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.True(failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal, failure.Message);
        Assert.Contains(server.Address.Authority, failure.Status.Detail);
    }

    [Fact]
    public async Task Unary_NobodyListens_IsUnavailableAndSaysWhere()
    {
        string authority;
        using (var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            free.Start();
            authority = free.LocalEndpoint.ToString()!;
        }
        using var channel = GrpcChannel.ForAddress($"http://{authority}");
        var failure = await FailsAsync(new InteropClient(channel).EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith($"no connection to {authority}: ", failure.Status.Detail);
        Assert.Contains("refused", failure.Status.Detail, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<RpcException> FailsAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));
}
