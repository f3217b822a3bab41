using AutoValley.Edge.Sources;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources;

public sealed class RestartedSourceTests
{
    private readonly VirtualTime clock = new();
    private readonly List<double> starts = [];

    [Fact]
    public async Task Run_SourceThatFails_StartsAgainLaterAndLater()
    {
        var begin = clock.GetUtcNow();
        using var stop = new CancellationTokenSource();
        var source = Restarted(_ =>
        {
            starts.Add((clock.GetUtcNow() - begin).TotalSeconds);
            throw new SourceException("gone");
        });
        var running = source.RunAsync(new CollectingSink(), stop.Token);
        for (var step = 0; step < 200; step++)
        {
            await Eventually.IsTrueAsync(() => clock.TimerCount == 1);
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5], starts.Take(9));
        Assert.Equal(8, source.Restarts);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Run_SourceThatRanLong_StartsAgainSoon()
    {
        var begin = clock.GetUtcNow();
        var runs = 0;
        var source = Restarted(async cancellation =>
        {
            starts.Add((clock.GetUtcNow() - begin).TotalSeconds);
            if (++runs == 4)
                return;
            if (runs == 3)
                await Task.Delay(TimeSpan.FromSeconds(31), clock, cancellation);
            throw new SourceException("gone");
        });
        var running = source.RunAsync(new CollectingSink(), CancellationToken.None);
        while (!running.IsCompleted)
        {
            await Eventually.IsTrueAsync(() => clock.TimerCount == 1 || running.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }
        await running;
        Assert.Equal([0, 0.5, 1.5, 33], starts);
    }

    private RestartedSource Restarted(Func<CancellationToken, Task> run) => new(new Scripted(run), clock, NullLoggerFactory.Instance);

    private sealed class Scripted(Func<CancellationToken, Task> run) : ISampleSource
    {
        public string Name => "scripted";

        public Task RunAsync(ISampleSink sink, CancellationToken cancellation) => run(cancellation);
    }
}
