using AutoValley.Grpc.Server.Tests.Http2;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>A server that stops lets its calls finish, within a limit, and takes no more.</summary>
public sealed class StopTests
{
    private const string Ok = "0", Unavailable = "14";
    private const int Cancel = 8;

    private static readonly TimeSpan Limit = TestServer.StopLimit, Moment = TimeSpan.FromMilliseconds(1);

    private readonly VirtualTime _time = new();
    private readonly LongHandlers _handlers = new();

    public static TheoryData<string> Manners => [.. LongHandlers.Paths.Keys];

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task Stop_CallThatEndsWithinTheLimit_IsWhole(string manner)
    {
        await using var server = await TestServer.StartAsync(_handlers.Of(manner), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server);
        await CallAsync(peer, LongHandlers.Paths[manner]);
        var answering = peer.AnswerAsync(1, opensWindows: true);
        var call = await _handlers.Begun;
        var stopped = server.StopAsync();
        _time.Advance(Limit - Moment);
        Assert.False(call.CancellationToken.IsCancellationRequested);
        Assert.False(stopped.IsCompleted);

        if (manner.Contains("reads", StringComparison.Ordinal))
            await peer.SendAsync(Http2Frame.Data(1, [], ends: true));
        _handlers.Release();
        var answer = await answering;
        Assert.Equal(Ok, answer.GrpcStatus);
        // Told, so that the caller takes its next call elsewhere.
        Assert.Equal(0, answer.GoAwayCode ?? (await peer.ReadAsync(frame => frame.Kind == FrameKind.GoAway)).ErrorCode);
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task Stop_CallThatRunsAtTheLimit_IsToldAndDoesNotHoldTheStop(string manner)
    {
        await using var server = await TestServer.StartAsync(_handlers.Of(manner), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server);
        await CallAsync(peer, LongHandlers.Paths[manner]);
        var answering = peer.AnswerAsync(1, opensWindows: true);
        var call = await _handlers.Begun;
        var stopped = server.StopAsync();
        _time.Advance(Limit);
        Assert.True(call.CancellationToken.IsCancellationRequested);
        var answer = await answering;
        Assert.Equal((Unavailable, "the server is stopping"), (answer.GrpcStatus, answer.Detail));
        _handlers.Release();
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stop_NewCall_IsRefusedWhileOthersFinish()
    {
        await using var server = await TestServer.StartAsync(_handlers.Of("unary, waits"), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server);
        await CallAsync(peer, RawCall.Unary);
        var answering = peer.AnswerAsync(1);
        await _handlers.Begun;
        server.BeginStop();
        foreach (var path in new[] { RawCall.Unary, RawCall.ServerStream, RawCall.ClientStream, RawCall.Duplex })
        {
            var refused = await RawCall.SendAsync(server, path, new byte[5]);
            Assert.Equal((Unavailable, "the server is stopping"), (refused.GrpcStatus, refused.Detail));
        }
        _handlers.Release();
        Assert.Equal(Ok, (await answering).GrpcStatus);
    }

    [Fact]
    public async Task Stop_CallerThatDoesNotReadARunningCall_IsCutAfterTheGrace()
    {
        await using var server = await TestServer.StartAsync(_handlers.Of("server stream, writes much"), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server, window: 1_000);
        await CallAsync(peer, RawCall.ServerStream);
        await peer.ReadAsync(frame => frame.Kind == FrameKind.Data);
        var stopped = server.StopAsync();
        _time.Advance(Limit);
        await Eventually.IsTrueAsync(() => _time.TimerCount == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Cancel, (await peer.AnswerAsync(1)).ResetCode);
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stop_CallerThatReadsLateARunningCall_IsTold()
    {
        await using var server = await TestServer.StartAsync(_handlers.Of("server stream, writes much"), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server, window: 1_000);
        await CallAsync(peer, RawCall.ServerStream);
        await peer.ReadAsync(frame => frame.Kind == FrameKind.Data);
        var stopped = server.StopAsync();
        _time.Advance(Limit);
        await peer.TrySendAsync(Http2Frame.WindowUpdate(1, 1 << 20).ToBytes());
        Assert.Equal(Unavailable, (await peer.AnswerAsync(1, opensWindows: true)).GrpcStatus);
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stop_CallerThatReadsLateTheLastOfARunningCall_IsTold()
    {
        await using var server = await TestServer.StartAsync(_handlers.Of("server stream, writes some"), clock: _time);
        using var released = _handlers;
        await using var peer = await Http2Peer.ConnectAsync(server, window: 1_000);
        await CallAsync(peer, RawCall.ServerStream);
        var over = new TaskCompletionSource();
        (await _handlers.Begun).GetHttpContext().Response.OnCompleted(() => Task.Run(over.SetResult));
        // As many bytes as the window has room for; the rest is with the server, and little enough for the handler to go on.
        await peer.ReadAsync(frame => frame is { Kind: FrameKind.Data, Payload.Length: > 5 });
        var stopped = server.StopAsync();
        _time.Advance(Limit);
        _handlers.Release();
        await over.Task.WaitAsync(Eventually.Limit);
        await peer.SendAsync(Http2Frame.WindowUpdate(1, 1 << 20));
        var answer = await peer.AnswerAsync(1, opensWindows: true);
        Assert.Equal((Unavailable, "the server is stopping"), (answer.GrpcStatus, answer.Detail));
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Stop_CallerThatDoesNotReadTheEndOfACall_IsCutAtTheLimit()
    {
        var script = new Script { Unary = (_, _) => Task.FromResult<UnaryResponse?>(new() { Payload = ByteString.CopyFrom(new byte[1 << 20]) }) };
        await using var server = await TestServer.StartAsync(script, clock: _time);
        await using var peer = await Http2Peer.ConnectAsync(server, window: 1_000);
        await CallAsync(peer, RawCall.Unary);
        await peer.ReadAsync(frame => frame.Kind == FrameKind.Data);
        var stopped = server.StopAsync();
        _time.Advance(Limit);
        Assert.Equal(Cancel, (await peer.AnswerAsync(1)).ResetCode);
        await LeaveAsync(peer, stopped);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(30.0, 20.0)]
    [InlineData(600.0, 590.0)]
    [InlineData(20.0, 10.0)]
    [InlineData(10.0, 5.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(-0.001, null)]
    public void Limit_OfATimeout_LeavesTimeToTell(double timeout, double? expected)
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var stop = new ServerStop(
            lifetime, Options.Create(new HostOptions { ShutdownTimeout = TimeSpan.FromSeconds(timeout) }), _time);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((false, false), (stop.HasBegun, stop.Limit.IsCancellationRequested));
        lifetime.StopApplication();
        Assert.True(stop.HasBegun);
        if (expected is not { } limit)
        {
            _time.Advance(TimeSpan.FromDays(100));
            Assert.False(stop.Limit.IsCancellationRequested);
            return;
        }
        _time.Advance(TimeSpan.FromSeconds(Math.Max(0, limit - 0.001)));
        Assert.Equal(limit == 0, stop.Limit.IsCancellationRequested);
        _time.Advance(Moment);
        Assert.True(stop.Limit.IsCancellationRequested);
    }

    // As clients do that have been told to go away and have no call left; without, Kestrel waits for it, until the host cuts the connection.
    private static async Task LeaveAsync(Http2Peer peer, Task stopped)
    {
        await peer.DisposeAsync();
        await stopped.WaitAsync(Eventually.Limit);
    }

    private static async Task CallAsync(Http2Peer peer, string path)
    {
        await peer.CallAsync(1, path);
        if (path is RawCall.Unary or RawCall.ServerStream)
            await peer.SendAsync(Http2Frame.Data(1, new byte[5], ends: true));
    }
}
