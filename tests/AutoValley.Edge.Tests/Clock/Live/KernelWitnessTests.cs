using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Linux;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Tests.Clock.Live;

public sealed class KernelWitnessTests
{
    [Fact]
    public void Read_ThisKernel_Tells()
    {
        var state = KernelClock.Read();
        Assert.NotNull(state);
        // The kernel gives a clock up at 16 s, and goes no further.
        Assert.InRange(state.Value.MostError, TimeSpan.Zero, TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task AskAsync_StateOfTheKernel_IsABoundOrNothing()
    {
        Assert.Equal(
            new ClockAnswer(new ClockQuality(ClockSource.Ntp, 0, 1_500_000), "knows that somebody steers the system clock"), await AskAsync(new KernelClock(true, TimeSpan.FromMicroseconds(1_500))));
        Assert.Equal("knows nobody who steers the system clock", (await AskAsync(new KernelClock(false, TimeSpan.Zero))).Words);
        Assert.Equal("does not tell", (await AskAsync(null)).Words);
    }

    private static ValueTask<ClockAnswer> AskAsync(KernelClock? state) => new KernelWitness(() => state).AskAsync(CancellationToken.None);
}
