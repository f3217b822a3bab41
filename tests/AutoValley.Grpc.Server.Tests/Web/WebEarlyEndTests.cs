using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Interop;
using AutoValley.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>Deadlines, cancellation, the server's stop and slow readers over gRPC-Web.</summary>
public sealed class WebEarlyEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly VirtualTime _time = new();

    public static TheoryData<bool, bool> Forms => WebForm.All;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Deadline_OfAHandlerThatDoesNotListen_IsToldAndTheNextCallDoesNotWait(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        var release = new TaskCompletionSource();
        var calls = 0;
        var script = new Script
        {
            Unary = async (_, _) =>
            {
                if (Interlocked.Increment(ref calls) == 1)
                    await release.Task;
                return new UnaryResponse();
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script);
        using var late = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest()), ("grpc-timeout", "100m"));
        await late.AssertTrailersOnlyAsync(form, "4");
        using var next = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest()));
        Assert.Equal(["grpc-status: 0"], (await next.ReadAllAsync())[^1].Lines);
        release.SetResult();
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Deadline_PassesInMidStream_ComesBehindWhatWasWrittenAndTheNextCallDoesNotWait(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
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
        await using var server = await TestServer.StartWebAsync(form.Protocols, script);
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()), ("grpc-timeout", "1S"));
        var frames = await call.ReadAllAsync();
        Assert.Equal(2, frames.Count);
        Assert.Equal("grpc-status: 4", frames[1].Lines[0]);
        using var next = await WebCall.StartAsync(server, WebCall.Unary, form, WebCall.Body(form, new UnaryRequest()));
        Assert.Equal(["grpc-status: 0"], (await next.ReadAllAsync())[^1].Lines);
        release.SetResult();
        Assert.IsAssignableFrom<OperationCanceledException>(await late.Task.WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Stop_OfTheServer_EndsStreamsAsUnavailable(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script, clock: _time);
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        Assert.Equal(0, (await call.ReadAsync())!.Flag);
        var stopped = server.StopAsync();
        _time.Advance(TestServer.StopLimit);
        Assert.Equal(["grpc-status: 14", "grpc-message: the server is stopping"], (await call.ReadAsync())!.Lines);
        Assert.Null(await call.ReadAsync());
        await stopped.WaitAsync(Patience);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Caller_Leaves_CancelsTheHandlersTokenAndItsWrites(bool text, bool http2)
    {
        var form = new WebForm(text, http2);
        var ended = new TaskCompletionSource<Exception>();
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                await Record.ExceptionAsync(() => Task.Delay(Timeout.Infinite, context.CancellationToken));
                ended.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new StreamResponse())));
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script);
        var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        Assert.Equal(0, (await call.ReadAsync())!.Flag);
        call.Dispose();
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Reader_ThatStops_StopsTheHandlerButNotTheServersEnd(bool text, bool http2)
    {
        const int Messages = 1_000;
        var form = new WebForm(text, http2);
        var written = 0;
        var full = new TaskCompletionSource();
        var script = new Script
        {
            Stream = async (responses, _) =>
            {
                for (; written < Messages; written++)
                {
                    var write = responses.WriteAsync(new StreamResponse { Payload = ByteString.CopyFrom(new byte[1 << 20]) });
                    // A write that nobody reads never completes; a slow machine is only taken for that early, and then writes on until it is so.
                    if (await Task.WhenAny(write, Task.Delay(1000)) != write)
                        full.TrySetResult();
                    await write;
                }
            },
        };
        await using var server = await TestServer.StartWebAsync(form.Protocols, script, clock: _time);
        using var call = await WebCall.StartAsync(server, WebCall.ServerStream, form, WebCall.Body(form, new StreamRequest()));
        Assert.Equal(0, (await call.ReadAsync())!.Flag);
        await full.Task.WaitAsync(Patience);
        Assert.InRange(written, 1, Messages / 2);
        var stopped = server.StopAsync();
        _time.Advance(TestServer.StopLimit);
        await Eventually.IsTrueAsync(() => _time.TimerCount == 1);
        // What a caller that does not read is given; then it is cut.
        _time.Advance(TimeSpan.FromSeconds(5));
        call.Dispose();
        await stopped.WaitAsync(Patience);
        Assert.Empty(server.Errors);
    }
}
