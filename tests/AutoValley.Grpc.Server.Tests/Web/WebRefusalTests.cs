using System.Text;
using AutoValley.Interop;
using Grpc.AspNetCore.Web;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>What comes over gRPC-Web and is not to be: one status, nothing logged as an error, and the next call works.</summary>
public sealed class WebRefusalTests
{
    private const string Internal = "13";
    private const string Unimplemented = "12";
    private const string ResourceExhausted = "8";

    private static readonly WebForm Text = new(IsText: true, IsHttp2: false);
    private static readonly WebForm Binary = new(IsText: false, IsHttp2: false);

    public static TheoryData<bool, bool> Forms => WebForm.All;

    [Theory]
    [InlineData("", Internal, "no message")]
    [InlineData("****", Internal, "base64")]
    [InlineData("AAAAAAA", Internal, "cut off")]
    [InlineData("AAAAAA==", Internal, "inside a message")]
    [InlineData("AAAA=AA=", Internal, "base64")]
    [InlineData("A===", Internal, "base64")]
    [InlineData("====", Internal, "base64")]
    [InlineData("AA=A", Internal, "base64")]
    [InlineData("A\rAAA\nAA", Internal, "base64")]
    [InlineData("AP////8=", ResourceExhausted, "4294967295")]
    [InlineData("gAAAAAA=", Internal, "flag is 128")]
    public async Task Text_ThatIsNone_GivesOneStatus(string body, string status, string detail)
    {
        await using var server = await TestServer.StartWebAsync(Text.Protocols);
        await RefusedAsync(server, WebCall.Unary, Text, Encoding.ASCII.GetBytes(body), status, detail);
    }

    [Theory]
    [InlineData("0000000005AA", Internal, "inside a message")]
    [InlineData("00FFFFFFFF", ResourceExhausted, "4294967295")]
    [InlineData("00000000000000000000", Internal, "more than one")]
    [InlineData("0000000002FFFF", Internal, "is no UnaryRequest")]
    [InlineData("800000000F677270632D7374617475733A20300D0A", Internal, "flag is 128")]
    public async Task Binary_IllFormed_GivesOneStatus(string body, string status, string detail)
    {
        await using var server = await TestServer.StartWebAsync(Binary.Protocols);
        await RefusedAsync(server, WebCall.Unary, Binary, Convert.FromHexString(body), status, detail);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Request_OfRandomBytes_NeverHangsNorFailsTheServer(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        var random = new Random(20261127);
        for (var i = 0; i < 100; i++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            using var call = await WebCall.StartAsync(server, WebCall.Unary, form, i % 2 == 0 ? body : WebCall.Body(form, body), ("grpc-encoding", "gzip"));
            var frames = await call.ReadAllAsync();
            Assert.Equal(200, call.HttpStatus);
            Assert.True(call.Header("grpc-status") is not null || frames[^1].IsTrailers);
        }
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ClientStream_OverWeb_IsUnimplemented(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        foreach (var method in (string[])["ClientStream", "Duplex"])
            await RefusedAsync(server, $"autovalley.interop.InteropService/{method}", form, WebCall.Body(form, new byte[5]), Unimplemented, "from the client");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task UnknownMethodOrService_OverWeb_IsUnimplemented(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        await RefusedAsync(server, "autovalley.interop.InteropService/Nothing", form, WebCall.Body(form, new byte[5]), Unimplemented, "method");
        await RefusedAsync(server, "autovalley.interop.Nothing/Nothing", form, WebCall.Body(form, new byte[5]), Unimplemented, "service");
    }

    [Theory]
    [InlineData("application/grpc-web+json")]
    [InlineData("application/grpc-web+thrift")]
    [InlineData("application/grpc-websocket")]
    [InlineData("application/grpc-web-texts")]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task ContentType_OfSomethingElse_IsUnsupported(string contentType)
    {
        await using var server = await TestServer.StartWebAsync(Binary.Protocols);
        using var call = await WebCall.StartAsync(server, WebCall.Unary, Binary, new byte[5], ("content-type", contentType));
        Assert.Equal((415, null), (call.HttpStatus, call.Header("grpc-status")));
    }

    [Fact]
    public async Task Preflight_WithoutCors_IsAllowedNothing()
    {
        await using var server = await TestServer.StartWebAsync(HttpProtocols.Http1);
        using var request = RawCall.Create(server, HttpMethod.Options, WebCall.Unary);
        request.Version = Binary.Version;
        request.Headers.Add("Origin", "http://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        var answer = await RawCall.SendAsync(request);
        Assert.Equal(405, answer.HttpStatus);
        Assert.DoesNotContain("Access-Control-Allow-Origin", answer.Headers.Keys);
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, null, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    public async Task Service_ThatIsEnabledOrNot_IsTakenOrNot(bool byDefault, bool? said, bool taken)
    {
        await using var server = await TestServer.StartAsync(
            map: app =>
            {
                app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = byDefault });
                var service = app.MapGrpcService<Interop.InteropService>();
                _ = said switch { true => service.EnableGrpcWeb(), false => service.DisableGrpcWeb(), _ => service };
            },
            protocols: HttpProtocols.Http1);
        using var call = await WebCall.StartAsync(server, WebCall.Unary, Binary, new byte[5]);
        Assert.Equal(taken ? 200 : 415, call.HttpStatus);
    }

    [Fact]
    public async Task Attributes_OfServiceAndMethod_AreHeeded()
    {
        await using var server = await TestServer.StartAsync(
            map: app =>
            {
                app.UseGrpcWeb();
                app.MapGrpcService<PartlyOpenService>();
            },
            protocols: HttpProtocols.Http1);
        using var open = await WebCall.StartAsync(server, "autovalley.interop.InteropService/EmptyCall", Binary, new byte[5]);
        using var closed = await WebCall.StartAsync(server, WebCall.Unary, Binary, new byte[5]);
        Assert.Equal((200, 415), (open.HttpStatus, closed.HttpStatus));
    }

    private static async Task RefusedAsync(TestServer server, string path, WebForm form, byte[] body, string status, string detail)
    {
        using var call = await WebCall.StartAsync(server, path, form, body);
        Assert.Contains(detail, await call.AssertTrailersOnlyAsync(form, status), StringComparison.Ordinal);
        Assert.Empty(server.Errors);
        using var next = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, new byte[5]));
        Assert.Equal(["grpc-status: 0"], (await next.ReadAllAsync())[^1].Lines);
    }

    [EnableGrpcWeb]
    private sealed class PartlyOpenService : AutoValley.Interop.InteropService.InteropServiceBase
    {
        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

        [DisableGrpcWeb]
        public override Task<UnaryResponse> UnaryCall(UnaryRequest request, ServerCallContext context) => Task.FromResult(new UnaryResponse());
    }
}
