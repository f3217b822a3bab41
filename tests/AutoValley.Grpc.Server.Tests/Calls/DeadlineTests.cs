using AutoValley.Grpc.Server.Tests.Http2;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Google.Protobuf;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>The deadline is the server's to keep, whatever its handler does and its caller does not. By a virtual clock: a caller without a deadline of
/// its own is told at that moment and not before.</summary>
public sealed class DeadlineTests
{
    private const string DeadlineExceeded = "4";
    private const int Cancel = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Moment = TimeSpan.FromMilliseconds(1);

    private readonly VirtualTime _time = new();
    private readonly LongHandlers _handlers = new();

    public static TheoryData<string> Manners => [.. LongHandlers.Paths.Keys];

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task Deadline_Passes_IsToldAtOnce(string manner)
    {
        var path = LongHandlers.Paths[manner];
        await using var server = await TestServer.StartAsync(_handlers.Of(manner), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, path, ("grpc-timeout", "1M"));
        if (path is RawCall.Unary or RawCall.ServerStream)
            await peer.SendAsync(Http2Frame.Data(1, new byte[5], ends: true));
        var answering = peer.AnswerAsync(1, opensWindows: true);
        var call = await _handlers.Begun;

        _time.Advance(Minute - Moment);
        Assert.False(call.CancellationToken.IsCancellationRequested);
        Assert.False(answering.IsCompleted);
        _time.Advance(Moment);
        Assert.True(call.CancellationToken.IsCancellationRequested);

        var answer = await answering;
        Assert.Equal((DeadlineExceeded, "the deadline passed"), (answer.GrpcStatus, answer.Detail));
        Assert.Equal(0, answer.Body.Count % 5);
        Assert.Equal(path is RawCall.Unary or RawCall.ClientStream, answer.Body.Count == 0);
        _handlers.Release();
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Deadline_OfACallerThatDoesNotRead_CutsTheStreamAfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(_handlers.Of("server stream, writes much"), clock: _time);
        using var released = _handlers;
        await using var peer = await StalledAsync(server, RawCall.ServerStream);
        _time.Advance(Minute);
        // The grace's timer, where the deadline's was.
        await Eventually.IsTrueAsync(() => _time.TimerCount == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Cancel, (await peer.AnswerAsync(1)).ResetCode);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Deadline_OfACallThatEndedAndWhoseCallerDoesNotRead_CutsTheStream()
    {
        var script = new Script { Unary = (_, _) => Task.FromResult<UnaryResponse?>(new() { Payload = ByteString.CopyFrom(new byte[1 << 20]) }) };
        await using var server = await TestServer.StartAsync(script, clock: _time);
        await using var peer = await StalledAsync(server, RawCall.Unary);
        _time.Advance(Minute);
        Assert.Equal(Cancel, (await peer.AnswerAsync(1)).ResetCode);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Deadline_AfterTheEnd_IsNoMatter()
    {
        await using var server = await TestServer.StartAsync(new Script(), clock: _time);
        await using var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, RawCall.Unary, ("grpc-timeout", "1M"));
        await peer.SendAsync(Http2Frame.Data(1, new byte[5], ends: true));
        Assert.Equal("0", (await peer.AnswerAsync(1)).GrpcStatus);
        await Eventually.IsTrueAsync(() => _time.TimerCount == 0);
    }

    // One whose windows are used up.
    private static async Task<Http2Peer> StalledAsync(TestServer server, string path)
    {
        const int Window = 1_000;
        var peer = await Http2Peer.ConnectAsync(server, Window);
        await peer.CallAsync(1, path, ("grpc-timeout", "1M"));
        await peer.SendAsync(Http2Frame.Data(1, new byte[5], ends: true));
        for (var received = 0; received < Window;)
            received += (await peer.ReadAsync(frame => frame.Kind == FrameKind.Data)).Payload.Length;
        return peer;
    }
}
