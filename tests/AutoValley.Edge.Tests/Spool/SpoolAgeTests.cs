using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Spool;

/// <summary>Batches that wait too long go one by one, whatever the system clock does meanwhile.</summary>
public sealed class SpoolAgeTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SpoolFolder folder = new();
    private readonly VirtualTime clock = new();
    private readonly SessionId session = SessionId.New();

    public SpoolAgeTests() => folder.Options = folder.Options with { MaximumAge = TimeSpan.FromHours(1), Clock = clock, SegmentBytes = 4096 };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Maintain_OneBatchAMinute_KeepsTheLastHourWhateverTheClockDoes(int jump)
    {
        using var spool = folder.Open(session);
        for (var minute = 1UL; minute <= 150; minute++)
        {
            SpoolFolder.Append(spool, minute, minute);
            if (minute is 40 or 100)
                clock.Jump(TimeSpan.FromHours(jump));
            clock.Advance(Minute);
            spool.Maintain();

            var first = minute > 60 ? minute - 59 : 1;
            Assert.Equal(Range(first, minute), SpoolFolder.Pending(spool, session));
            Assert.Equal((minute + 1 - first) * Minute.TotalSeconds, spool.Status.OldestAge.TotalSeconds);
        }
        Assert.Equal(90 * SpoolFolder.SamplesPerBatch, spool.Status.Drops.TooOld);
        Assert.Equal(spool.Status.Drops.TooOld, spool.Status.Drops.Total);
        Assert.InRange(folder.Segments.Length, 2, 5);
    }

    [Fact]
    public void Open_AfterAPause_CountsTheAgeOfWhatWasLeft()
    {
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 1);
            clock.Advance(30 * Minute);
            SpoolFolder.Append(spool, 2, 2);
        }
        clock.Advance(40 * Minute);

        using var next = folder.Open(SessionId.New());
        next.Maintain();
        Assert.Equal([2UL], SpoolFolder.Pending(next, session));
        Assert.Equal((10L, 40 * Minute), (next.Status.Drops.TooOld, next.Status.OldestAge));
    }

    [Theory]
    [InlineData(-500_000)]
    [InlineData(1)]
    public void Open_WrittenByAClockThatCannotHaveBeenRight_CountsTheAgeFromThen(int hours)
    {
        clock.Jump(TimeSpan.FromHours(hours));
        using (var spool = folder.Open(session))
            SpoolFolder.Append(spool, 1, 3);
        clock.Jump(TimeSpan.FromHours(-hours));

        using var next = folder.Open(SessionId.New());
        next.Maintain();
        Assert.Equal(3, SpoolFolder.Pending(next, session).Count);
        clock.Advance(61 * Minute);
        next.Maintain();
        Assert.Empty(SpoolFolder.Pending(next, session));
        Assert.Equal(30, next.Status.Drops.TooOld);
    }

    private static List<ulong> Range(ulong first, ulong last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => (ulong)number)];
}
