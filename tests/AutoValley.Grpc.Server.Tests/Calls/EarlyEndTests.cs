using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Deadlines, cancellation and the server's stop, with handlers that listen and handlers that do not.</summary>
public sealed class EarlyEndTests
{
    private const string DeadlineExceeded = "4";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_Passes_IsToldAtOnce(bool handlerListens)
    {
        var token = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                context.CancellationToken.Register(token.SetResult);
                await (handlerListens ? Task.Delay(Timeout.Infinite, context.CancellationToken) : release.Task);
                return new UnaryResponse();
            },
        };
        await using var server = await TestServer.StartAsync(script);
        // A raw caller has no deadline of its own: what comes is the server's.
        var answer = await RawCall.SendAsync(server, RawCall.Unary, "0000000000", ("grpc-timeout", "100m"));
        Assert.Equal(DeadlineExceeded, answer.GrpcStatus);
        Assert.True(answer.IsTrailersOnly);
        await token.Task.WaitAsync(Patience);
        release.SetResult();
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Deadline_PassesInMidStream_ComesAfterWhatWasWritten()
    {
        var release = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception>();
        var script = new Script
        {
            Stream = async (responses, _) =>
            {
                await responses.WriteAsync(new StreamResponse());
                await release.Task;
                late.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new StreamResponse())));
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var answer = await RawCall.SendAsync(
            server, "autovalley.interop.InteropService/ServerStream", "0000000000", ("grpc-timeout", "1S"));
        Assert.Equal(DeadlineExceeded, answer.GrpcStatus);
        Assert.Equal(new byte[5], answer.Body);
        release.SetResult();
        Assert.IsAssignableFrom<OperationCanceledException>(await late.Task.WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Deadline_NotReached_LeavesTheCallAlone()
    {
        await using var server = await TestServer.StartAsync(new Script());
        foreach (var timeout in (string[])["60S", "99999999H", "10M"])
            Assert.Equal("0", (await RawCall.SendAsync(server, RawCall.Unary, "0000000000", ("grpc-timeout", timeout))).GrpcStatus);
    }

    [Fact]
    public async Task Caller_Cancels_CancelsTheHandlersTokenAndItsReadAndWrite()
    {
        var ended = new TaskCompletionSource<Exception>();
        var script = new Script
        {
            Duplex = async (requests, responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                ended.SetResult(await Record.ExceptionAsync(() => requests.MoveNext()));
                Assert.True(context.CancellationToken.IsCancellationRequested);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => responses.WriteAsync(new StreamResponse()));
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var call = new InteropClient(server.Channel).Duplex();
        Assert.True(await call.ResponseStream.MoveNext());
        call.Dispose();
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_OfTheServer_EndsStreamsAsUnavailable(bool handlerListens)
    {
        var release = new TaskCompletionSource();
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                await (handlerListens ? Task.Delay(Timeout.Infinite, context.CancellationToken) : release.Task);
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        var stopped = server.StopAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), (failure.StatusCode, failure.Status.Detail));
        release.SetResult();
        await stopped.WaitAsync(Patience);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stop_OfTheServer_LetsUnaryCallsFinish()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, _) =>
            {
                begun.SetResult();
                await release.Task;
                return new UnaryResponse { Payload = ByteString.CopyFrom(7) };
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest());
        await begun.Task.WaitAsync(Patience);
        var stopped = server.StopAsync();
        release.SetResult();
        Assert.Equal(ByteString.CopyFrom(7), (await call).Payload);
        await stopped.WaitAsync(Patience);
    }

    [Fact]
    public async Task Stop_WithAReaderThatStopped_DoesNotWaitForIt()
    {
        var full = new TaskCompletionSource();
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                while (true)
                {
                    var write = responses.WriteAsync(new StreamResponse { Payload = ByteString.CopyFrom(new byte[1 << 20]) });
                    if (await Task.WhenAny(write, Task.Delay(1000)) != write)
                        full.TrySetResult();
                    await write;
                }
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        await full.Task.WaitAsync(Patience);
        // Shorter than the 30 s that the host would give a connection that does not end.
        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));
        Assert.Empty(server.Errors);
    }
}
