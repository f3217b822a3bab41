using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>What handlers do, well and badly.</summary>
public sealed class HandlerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_Fails_IsInternalAndToldToTheLogAlone(bool detailed)
    {
        var script = new Script { Unary = (_, _) => throw new InvalidDataException("password 1234") };
        await using var server = await TestServer.StartAsync(script, options => options.EnableDetailedErrors = detailed);
        var failure = await UnaryFailsAsync(server);
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Equal(detailed, failure.Status.Detail.Contains("1234", StringComparison.Ordinal));
        Assert.StartsWith("2001 /autovalley.interop.InteropService/UnaryCall", Assert.Single(server.Errors));
        Assert.Contains("1234", server.Errors.Single());
    }

    [Fact]
    public async Task Handler_ThrowsRpcException_GivesItsStatusAndTrailers()
    {
        var script = new Script
        {
            Unary = (_, context) =>
            {
                context.ResponseTrailers.Add("first", "1");
                throw new RpcException(new Status(StatusCode.NotFound, "100% gone ☺"), new Metadata { { "why-bin", [1, 2, 3] } });
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var failure = await UnaryFailsAsync(server);
        Assert.Equal((StatusCode.NotFound, "100% gone ☺"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("1", failure.Trailers.GetValue("first"));
        Assert.Equal([1, 2, 3], failure.Trailers.GetValueBytes("why-bin"));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Handler_ThrowsWithDetails_SendsThemAsTheRicherErrorModelDoes()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.NotFound, Message = "gone" };
        await using var server = await TestServer.StartAsync(new Script { Unary = (_, _) => throw status.ToRpcException() });
        Assert.Equal(status, (await UnaryFailsAsync(server)).GetRpcStatus());
        var answer = await RawCall.SendAsync(server, RawCall.Unary, "0000000000");
        Assert.Equal(Convert.ToBase64String(status.ToByteArray()).TrimEnd('='), answer.Headers["grpc-status-details-bin"].TrimEnd('='));
    }

    [Fact]
    public async Task Handler_SetsStatus_GivesIt()
    {
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                context.Status = new Status(StatusCode.OutOfRange, "no more");
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("no more", (await FailsAsync(call.ResponseStream.MoveNext())).Status.Detail);
    }

    [Fact]
    public async Task Handler_GivesNull_IsCancelled()
    {
        await using var server = await TestServer.StartAsync(new Script { Unary = (_, _) => Task.FromResult<UnaryResponse?>(null) });
        Assert.Equal(StatusCode.Cancelled, (await UnaryFailsAsync(server)).StatusCode);
    }

    [Fact]
    public async Task Context_OfACall_TellsWhatTheCallerSaid()
    {
        ServerCallContext? seen = null;
        var script = new Script
        {
            Unary = (_, context) =>
            {
                seen = context;
                Assert.Equal("/autovalley.interop.InteropService/UnaryCall", context.Method);
                Assert.StartsWith("127.0.0.1:", context.Host);
                Assert.StartsWith("ipv4:127.0.0.1:", context.Peer);
                Assert.InRange(context.Deadline, DateTime.UtcNow.AddMinutes(50), DateTime.UtcNow.AddMinutes(61));
                Assert.Equal("value", context.RequestHeaders.GetValue("key"));
                Assert.Null(context.RequestHeaders.Get("te"));
                Assert.Null(context.RequestHeaders.Get("grpc-timeout"));
                Assert.Equal("HTTP/2", context.GetHttpContext().Request.Protocol);
                Assert.False(context.CancellationToken.IsCancellationRequested);
                context.UserState["mine"] = 1;
                return Task.FromResult<UnaryResponse?>(new UnaryResponse());
            },
        };
        await using var server = await TestServer.StartAsync(script);
        await new InteropClient(server.Channel).UnaryCallAsync(
            new UnaryRequest(), new Metadata { { "key", "value" } }, DateTime.UtcNow.AddHours(1));
        Assert.NotNull(seen);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Headers_WrittenTwiceOrLate_AreRefused()
    {
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "first", "1" }, { "grpc-status", "9" } });
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
                await responses.WriteAsync(new StreamResponse());
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.Equal("1", (await call.ResponseHeadersAsync.WaitAsync(Patience)).GetValue("first"));
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Write_ReaderThatStops_StopsTheHandlerAndASecondWriteIsRefused()
    {
        var refused = new TaskCompletionSource<Exception>();
        var written = 0;
        var script = new Script
        {
            Stream = async (responses, _) =>
            {
                var message = new StreamResponse { Payload = ByteString.CopyFrom(new byte[1 << 20]) };
                while (true)
                {
                    var write = responses.WriteAsync(message);
                    if (await Task.WhenAny(write, Task.Delay(2000)) != write && !refused.Task.IsCompleted)
                        refused.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(message)));
                    await write;
                    Interlocked.Increment(ref written);
                }
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.IsType<InvalidOperationException>(await refused.Task.WaitAsync(Patience));
        Assert.InRange(Volatile.Read(ref written), 1, 100);
        // And it goes on when the reader does.
        for (var i = 0; i < 200; i++)
            Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Write_AfterTheEnd_IsRefused()
    {
        IServerStreamWriter<StreamResponse>? kept = null;
        IAsyncStreamReader<StreamRequest>? reader = null;
        var script = new Script
        {
            Duplex = (requests, responses, _) =>
            {
                (reader, kept) = (requests, responses);
                return Task.CompletedTask;
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).Duplex();
        Assert.False(await call.ResponseStream.MoveNext());
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.WriteAsync(new StreamResponse()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader!.MoveNext());
    }

    [Fact]
    public async Task Read_BeforeTheLastCompleted_IsRefused()
    {
        var refused = new TaskCompletionSource();
        var script = new Script
        {
            Duplex = async (requests, _, _) =>
            {
                var read = requests.MoveNext();
                await Assert.ThrowsAsync<InvalidOperationException>(() => requests.MoveNext());
                Assert.Throws<InvalidOperationException>(() => requests.Current);
                refused.SetResult();
                Assert.True(await read);
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).Duplex();
        await refused.Task.WaitAsync(Patience);
        await call.RequestStream.WriteAsync(new StreamRequest());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Service_NotRegistered_IsMadeAndDisposedForEachCall()
    {
        var script = new Script();
        await using var server = await TestServer.StartAsync(script);
        for (var i = 0; i < 3; i++)
            await new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest());
        Assert.Equal((3, 3), (script.Made, script.Disposed));
    }

    [Fact]
    public async Task MapGrpcService_NoGeneratedBase_IsRefused() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => TestServer.StartAsync(map: app => app.MapGrpcService<Script>()));

    [Fact]
    public void MapGrpcService_WithoutAddGrpc_SaysWhatIsMissing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddGrpc", Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<ScriptedService>()).Message);
    }

    private static Task<RpcException> UnaryFailsAsync(TestServer server) =>
        FailsAsync(new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest()).ResponseAsync);

    private static Task<RpcException> FailsAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));
}
