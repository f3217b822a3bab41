using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Maintenance;

public sealed class RetentionPlanTests
{
    private const int Today = 20_000;
    private static readonly long Now = (Today * UnixTime.NanosPerDay) + (UnixTime.NanosPerDay / 2);

    [Fact]
    public void Of_Age_TakesDaysOnceAllOfThemIsOlder()
    {
        var limits = new RetentionLimits { MaximumAge = TimeSpan.FromDays(1) };
        // Yesterday ended half a day ago, the day before one and a half days ago.
        AssertDeleted([Today - 2], Plan([Day(Today - 2), Day(Today - 1), Day(Today)], limits));
        AssertDeleted([Today - 2, Today - 1], Plan([Day(Today - 2), Day(Today - 1), Day(Today)], limits with { MaximumAge = TimeSpan.FromHours(11) }));
        AssertDeleted([], Plan([Day(Today - 2), Day(Today - 1), Day(Today)], limits with { MaximumAge = TimeSpan.FromHours(37) }));
    }

    [Fact]
    public void Of_Bytes_TakesTheOldestUntilItFits()
    {
        var days = new[] { Day(Today), Day(Today - 3), Day(Today - 1), Day(Today - 2) };
        var plan = Plan(days, new RetentionLimits { MaximumBytes = 300 }, journal: 50);
        AssertDeleted([Today - 3, Today - 2], plan);
        Assert.Equal(250, plan.Bytes);
        Assert.All(plan.Deleted, deleted => Assert.Equal(RetentionCause.Bytes, deleted.Cause));
        AssertDeleted([], Plan(days, new RetentionLimits { MaximumBytes = 450 }, journal: 50));
    }

    [Fact]
    public void Of_LastNanosecondOfADay_IsOldOnceItIsOlderThanTheAge()
    {
        var limits = new RetentionLimits { MaximumAge = TimeSpan.FromDays(1) };
        var now = UtcDay.Last(Today - 1) + UnixTime.NanosPerDay;
        AssertDeleted([], RetentionPlan.Of([Day(Today - 1), Day(Today)], 0, limits, now));
        AssertDeleted([Today - 1], RetentionPlan.Of([Day(Today - 1), Day(Today), Day(Today + 1)], 0, limits, now + 1));
    }

    [Fact]
    public void Of_OneByteTooMuch_TakesTheOldestAlone()
    {
        var days = new[] { Day(Today - 2) with { Bytes = 1 }, Day(Today - 1), Day(Today) };
        AssertDeleted([], Plan(days, new RetentionLimits { MaximumBytes = 201 }));
        AssertDeleted([Today - 2], Plan(days, new RetentionLimits { MaximumBytes = 200 }));
        AssertDeleted([Today - 2, Today - 1], Plan(days, new RetentionLimits { MaximumBytes = 199 }));
    }

    [Fact]
    public void Of_PinnedDay_StaysAndIsTold()
    {
        var plan = Plan(
            [Day(Today - 3), Day(Today - 2) with { IsPinned = true }, Day(Today - 1), Day(Today)],
            new RetentionLimits { MaximumBytes = 150, MaximumAge = TimeSpan.FromDays(30) });
        AssertDeleted([Today - 3, Today - 1], plan);
        Assert.Equal((200, Today - 2), (plan.Bytes, Assert.Single(plan.KeptByPin).Day));
    }

    [Fact]
    public void Of_NewestDay_IsNeverTaken()
    {
        var limits = new RetentionLimits { MaximumBytes = 1, MaximumAge = TimeSpan.FromTicks(1) };
        AssertDeleted([], Plan([Day(Today - 900)], limits));
        AssertDeleted([], Plan([], limits));
    }

    [Fact]
    public void Of_DayFarInTheFuture_CostsNotTheNewestOfThePresent()
    {
        var limits = new RetentionLimits { MaximumBytes = 1 };
        AssertDeleted([Today - 1, Today + 30], Plan([Day(Today - 1), Day(Today), Day(Today + 30), Day(Today + 90_000)], limits));
    }

    [Fact]
    public void Of_NoLimits_TakesNothing() => AssertDeleted([], Plan([Day(-40_000), Day(0), Day(Today)], new RetentionLimits()));

    private static DayFile Day(int day) => new(day, 100, false);

    private static RetentionPlan Plan(DayFile[] days, RetentionLimits limits, long journal = 0) => RetentionPlan.Of(days, journal, limits, Now);

    private static void AssertDeleted(int[] expected, RetentionPlan plan) => Assert.Equal(expected, plan.Deleted.Select(deleted => deleted.Day.Day));
}
