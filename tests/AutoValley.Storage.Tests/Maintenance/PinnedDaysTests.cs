using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>Runs that end or begin a nanosecond beside the borders of a day.</summary>
public sealed class PinnedDaysTests
{
    private const int Day = 20_000;
    private static readonly VehicleName Vehicle = VehicleName.TryParse("acme/1", out var name) ? name : default;

    [Theory]
    [InlineData(-2, -1, false)]
    [InlineData(-2, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(UnixTime.NanosPerDay - 1, UnixTime.NanosPerDay, true)]
    [InlineData(UnixTime.NanosPerDay, UnixTime.NanosPerDay, false)]
    [InlineData(-2, UnixTime.NanosPerDay, true)]
    public void Contains_RunAtABorderOfTheDay_IsToTheNanosecond(long start, long stop, bool expected)
    {
        Assert.Equal(expected, Contains(start, stop, isPinned: true));
        Assert.False(Contains(start, stop, isPinned: false));
    }

    [Theory]
    [InlineData(-1, -1, false)]
    [InlineData(-1, 0, true)]
    [InlineData(0, -5, true)]
    public void Contains_OpenRun_LastsUntilNowOrItsStart(long start, long now, bool expected) =>
        Assert.Equal(expected, Contains(start, null, isPinned: true, now));

    // All times from the first nanosecond of the day.
    private static bool Contains(long start, long? stop, bool isPinned, long now = 0)
    {
        var first = UtcDay.First(Day);
        var run = new Run("lap", [Vehicle], first + start, first + stop, "", "client") { Pinned = isPinned };
        return new PinnedDays([run]).Contains(Day, first + now);
    }
}
