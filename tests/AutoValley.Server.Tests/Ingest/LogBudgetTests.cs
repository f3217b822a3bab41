using AutoValley.Server.Ingest;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Ingest;

public sealed class LogBudgetTests
{
    [Fact]
    public void TryTake_Flood_SaysAFewAndThenHowManyMore()
    {
        var clock = new VirtualTime();
        var budget = new LogBudget(10, clock);
        Assert.Equal(10, Enumerable.Range(0, 1_000).Count(_ => budget.TryTake(out var _)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake(out var unsaid));
        Assert.Equal(990, unsaid);
        Assert.True(budget.TryTake(out unsaid));
        Assert.Equal(0, unsaid);
    }
}
