using AutoValley.Server.Query;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class QueryTurnsTests
{
    [Fact]
    public async Task Enter_MoreThanRunAndWait_IsRefusedWithTheKeys()
    {
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumQueued = 1 });
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
        using var turns = new QueryTurns(new QueryOptions { MaximumConcurrent = 1, MaximumQueued = 1 });
        using var first = await turns.EnterAsync(CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var second = turns.EnterAsync(gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var third = turns.EnterAsync(CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
    }
}
