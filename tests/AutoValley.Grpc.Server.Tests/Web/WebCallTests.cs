using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>Calls over gRPC-Web in each of its forms, as they travel.</summary>
public sealed class WebCallTests
{
    public static TheoryData<bool, bool> Forms => WebForm.All;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Unary_Succeeds_SendsTheMessageThenTrailersInTheBody(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        using var call = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest { ResponseBytes = 70_000 }));
        var frames = await call.ReadAllAsync();
        Assert.Equal((200, form.AnswerType, null), (call.HttpStatus, call.Header("content-type"), call.Header("grpc-status")));
        Assert.Equal(2, frames.Count);
        Assert.Equal(new byte[70_000], frames[0].Message<UnaryResponse>().Payload);
        Assert.Equal(["grpc-status: 0"], frames[1].Lines);
        Assert.Empty(call.Response.TrailingHeaders);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Unary_Fails_SendsHeadersAlone(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        var request = new UnaryRequest { Status = new EchoStatus { Code = 5, Text = "kein Fahrzeug\r\n€ %" } };
        using var call = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, request));
        Assert.Equal("kein Fahrzeug\r\n€ %", await call.AssertTrailersOnlyAsync(form, "5"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ServerStream_OfAHandlerThatWaits_SendsEachMessageAtOnceAndAFailureBehindThem(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        var seen = new SemaphoreSlim(0);
        var script = new Script
        {
            Stream = async (responses, _) =>
            {
                for (byte i = 0; i < 3; i++)
                {
                    await responses.WriteAsync(new StreamResponse { Payload = ByteString.CopyFrom(new byte[i]) });
                    await seen.WaitAsync();
                }
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "no more"));
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script);
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        for (byte i = 0; i < 3; i++)
        {
            Assert.Equal(i, (await call.ReadAsync())!.Message<StreamResponse>().Payload.Length);
            seen.Release();
        }
        Assert.Equal(["grpc-status: 9", "grpc-message: no more"], (await call.ReadAsync())!.Lines);
        Assert.Null(await call.ReadAsync());
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ServerStream_OfNothing_IsHeadersAlone(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols, new Script());
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        Assert.Empty(await call.AssertTrailersOnlyAsync(form, "0"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Metadata_BothWays_TravelsInHeadersAndTrailers(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        using var call = await WebCall.StartAsync(
            server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest()),
            (Interop.InteropService.EchoHeader, "hello"), (Interop.InteropService.EchoTrailer, Convert.ToBase64String([0xAB, 0xAB])));
        var frames = await call.ReadAllAsync();
        Assert.Equal("hello", call.Header(Interop.InteropService.EchoHeader));
        Assert.Equal(["grpc-status: 0", $"{Interop.InteropService.EchoTrailer}: q6s"], frames[^1].Lines);
    }

    [Fact]
    public async Task Trailer_WithALineBreak_MakesNoLineOfItsOwn()
    {
        var form = new WebForm(IsText: false, IsHttp2: false);
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                context.GetHttpContext().Response.AppendTrailer("X-Note", "one\r\ngrpc-status: 7");
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script);
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        Assert.Equal(["x-note: one grpc-status: 7", "grpc-status: 0"], (await call.ReadAllAsync())[^1].Lines);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Gzip_BothWays_IsOfTheMessagesAlone(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        await using var server = await TestServer.StartWebAsync(form.Protocols, options: options => options.ResponseCompressionAlgorithm = "gzip");
        var zipped = HostileRequestTests.Zip(new UnaryRequest { ResponseBytes = 10_000 }.ToByteArray());
        using var call = await WebCall.StartAsync(
            server, WebCall.Unary, form, WebCall.Body(form, HostileRequestTests.Frame(zipped)), ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip"));
        var frames = await call.ReadAllAsync();
        Assert.Equal(("gzip", (byte)1), (call.Header("grpc-encoding"), frames[0].Flag));
        Assert.InRange(frames[0].Payload.Length, 18, 1000);
        Assert.Equal(["grpc-status: 0"], frames[1].Lines);
    }

    [Theory]
    [InlineData("application/grpc-web+proto", "application/grpc-web-text", "application/grpc-web-text+proto")]
    [InlineData("application/grpc-web-text", "text/html, application/grpc-web+proto;q=1", "application/grpc-web+proto")]
    [InlineData("application/grpc-web-text-base64", "*/*", "application/grpc-web-text+proto")]
    [InlineData("Application/gRPC-Web; charset=utf-8", "", "application/grpc-web+proto")]
    public async Task Accept_OfAnotherForm_IsTheFormOfTheAnswer(string contentType, string accept, string expected)
    {
        var form = new WebForm(contentType.Contains("text", StringComparison.Ordinal), false);
        await using var server = await TestServer.StartWebAsync(form.Protocols);
        using var call = await WebCall.StartAsync(
            server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest { ResponseBytes = 3 }), ("content-type", contentType), ("accept", accept));
        var frames = await call.ReadAllAsync();
        Assert.Equal(expected, call.Header("content-type"));
        Assert.Equal(3, frames[0].Message<UnaryResponse>().Payload.Length);
    }
}
