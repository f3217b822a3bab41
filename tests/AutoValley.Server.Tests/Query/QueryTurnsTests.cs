using AutoValley.Server.Query;
using AutoValley.Testing;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class QueryTurnsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly VirtualTime clock = new();

    [Fact]
    public async Task Enter_MoreThanRunAndWait_IsRefusedWithTheKeys()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumQueued = 1 }, clock);
        var first = await turns.EnterAsync(CancellationToken.None);
        var second = turns.EnterAsync(CancellationToken.None).AsTask();
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await turns.EnterAsync(CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("Query:MaximumConcurrent", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("Query:MaximumQueued", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        (await turns.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Enter_CallThatEndsWhileItWaits_LeavesItsPlace()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumQueued = 1 }, clock);
        using var first = await turns.EnterAsync(CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var second = turns.EnterAsync(gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var third = turns.EnterAsync(CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Wait_ClientThatDoesNotRead_LetsOthersInUntilItReads()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumQueued = 1 }, clock);
        using var first = await turns.EnterAsync(CancellationToken.None);
        var (write, next) = (new TaskCompletionSource(), turns.EnterAsync(CancellationToken.None).AsTask());
        var waiting = first.WaitAsync(write.Task).AsTask();
        clock.Advance(new QueryOptions().MaximumStall - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        var second = await next.WaitAsync(Limit);

        // Read at last: its turn comes when the other's is over.
        write.SetResult();
        await Eventually.IsTrueAsync(() => turns.Waiting == 1);
        var third = turns.EnterAsync(CancellationToken.None).AsTask();
        await Assert.ThrowsAsync<RpcException>(() => third.WaitAsync(Limit));
        Assert.False(waiting.IsCompleted);
        second.Dispose();
        await waiting.WaitAsync(Limit);
        Assert.False(turns.EnterAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Wait_MoreClientsThatDoNotReadThanMay_EndsTheLastWithTheKey()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 2, MaximumStalled = 1 }, clock);
        using var first = await turns.EnterAsync(CancellationToken.None);
        var write = new TaskCompletionSource();
        var waiting = first.WaitAsync(write.Task).AsTask();
        clock.Advance(new QueryOptions().MaximumStall);
        await Eventually.IsTrueAsync(() => turns.Stalled == 1);

        using var second = await turns.EnterAsync(CancellationToken.None);
        var endless = Task.Delay(Timeout.Infinite, second.Cancellation);
        var ended = second.WaitAsync(endless).AsTask();
        clock.Advance(new QueryOptions().MaximumStall);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => ended.WaitAsync(Limit));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("Query:MaximumStalled", refusal.Status.Detail, StringComparison.Ordinal);
        // Its write is over, too, and the first goes on.
        Assert.True(endless.IsCanceled);
        write.SetResult();
        await waiting.WaitAsync(Limit);
    }

    [Fact]
    public async Task Wait_ClientThatGoesWhileItStalls_EndsAndLeavesRoomForAnother()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumStalled = 1 }, clock);
        for (var round = 0; round < 3; round++)
        {
            using var gone = new CancellationTokenSource();
            using var turn = await turns.EnterAsync(gone.Token);
            var waiting = turn.WaitAsync(Task.Delay(Timeout.Infinite, turn.Cancellation)).AsTask();
            clock.Advance(new QueryOptions().MaximumStall);
            (await turns.EnterAsync(CancellationToken.None)).Dispose();
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));
        }
    }
}
