using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoValley.Grpc.Server.Tests.Calls;

public sealed class RequestCheckTests
{
    [Theory]
    [InlineData("application/grpc", 200)]
    [InlineData("application/grpc+proto", 200)]
    [InlineData("Application/GRPC; charset=utf-8", 200)]
    [InlineData("application/grpcx", 415)]
    [InlineData("application/json", 415)]
    [InlineData(null, 415)]
    public async Task Post_ContentType_IsChecked(string? contentType, int expected)
    {
        await using var server = await TestServer.StartAsync();
        using var request = RawCall.Create(server, HttpMethod.Post, RawCall.Unary);
        request.Content = new ByteArrayContent(new byte[5]);
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        Assert.Equal(expected, (await RawCall.SendAsync(request)).HttpStatus);
    }

    [Fact]
    public async Task Get_Method_IsNotAllowed()
    {
        await using var server = await TestServer.StartAsync();
        using var request = RawCall.Create(server, HttpMethod.Get, RawCall.Unary);
        var answer = await RawCall.SendAsync(request);
        Assert.Equal((405, "POST"), (answer.HttpStatus, answer.Headers["Allow"]));
    }

    [Fact]
    public async Task Post_OverHttp1_AsksForHttp2()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http1);
        using var request = RawCall.Create(server, HttpMethod.Post, RawCall.Unary);
        request.Version = HttpVersion.Version11;
        request.Content = new ByteArrayContent(new byte[5]);
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        Assert.Equal(426, (await RawCall.SendAsync(request)).HttpStatus);
    }

    [Fact]
    public async Task Post_UnknownPathThatIsNoGrpc_IsLeftToTheApplication()
    {
        await using var server = await TestServer.StartAsync(map: app =>
        {
            app.MapGrpcService<Interop.InteropService>();
            app.MapGet("/page/{name}", (string name) => name);
        });
        using var page = RawCall.Create(server, HttpMethod.Get, "/page/one");
        Assert.Equal("one"u8.ToArray(), (await RawCall.SendAsync(page)).Body);
        using var post = RawCall.Create(server, HttpMethod.Post, "/no/where");
        Assert.Equal(404, (await RawCall.SendAsync(post)).HttpStatus);
    }

    [Theory]
    [InlineData("autovalley.interop.InteropService/Nothing", "method")]
    [InlineData("autovalley.interop.Nothing/Nothing", "service")]
    public async Task Post_UnknownMethodOrService_IsUnimplementedInOneBlock(string path, string missing)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await RawCall.SendAsync(server, path, "0000000000");
        Assert.Equal((200, "12", true), (answer.HttpStatus, answer.GrpcStatus, answer.IsTrailersOnly));
        Assert.Equal("application/grpc", answer.Headers["Content-Type"]);
        Assert.Contains(missing, answer.Detail);
    }
}
