using AutoValley.Site.Alarms;
using AutoValley.Telemetry;
using static AutoValley.Site.Tests.Alarms.AlarmLife;

namespace AutoValley.Site.Tests.Alarms;

public sealed class AlarmBookLimitTests
{
    [Fact]
    public void Observe_MoreThanMayBeOpen_WaitCountedAndComeWhenThereIsRoom()
    {
        var life = new AlarmLife(Immediate with { MaximumOpen = 2 });
        Condition[] all = [.. new[] { "a", "b", "c" }.Select(car => new Condition(new AlarmKey(AlarmKind.OverSpeed, "lane", new VehicleName("acme", car))))];
        Assert.Equal(2, life.At(0, all).Count);
        Assert.Equal((1, 2), (life.Book.NotRaised, life.Book.OpenCount));
        life.Acknowledge(1, 1);
        // The condition of "a" is gone: acknowledged, so it closes, and in the next observation there is room.
        life.At(2, all[1..]);
        Assert.Equal([AlarmAction.Raise], life.At(3, all[1..]));
        Assert.Equal(0, life.Book.NotRaised);
    }

    [Fact]
    public void Observe_FullOfClearedOnes_OldestLeastSevereIsClosedNeverAnActiveOne()
    {
        var life = new AlarmLife(Immediate with { MaximumOpen = 3 });
        life.At(0, Speeding("a"), Speeding("b"), Speeding("c"));
        life.At(1, Speeding("a"), Speeding("c"));
        life.At(2, Speeding("a"));
        Assert.Equal([AlarmAction.Evict, AlarmAction.Raise], life.At(3, Speeding("a"), Speeding("d")));
        Assert.Equal("b", life.Book.Alarms.Single(alarm => alarm.State == AlarmState.Closed).Key.Zone);
        Assert.Equal((1L, 0), (life.Book.Evicted, life.Book.NotRaised));
        life.At(4, Speeding("a"), Speeding("d"), Speeding("e"));
        life.At(5, Speeding("a"), Speeding("d"), Speeding("e"), Speeding("f"));
        Assert.Equal((2L, 1, 3), (life.Book.Evicted, life.Book.NotRaised, life.Book.OpenCount));
    }

    [Fact]
    public void Observe_FullAndAClearedOneComesBack_NotClosedForANewOneBeforeIt()
    {
        var life = new AlarmLife(Immediate with { MaximumOpen = 2 });
        life.At(0, Speeding("a"), Speeding("b"));
        life.At(1);
        Assert.Equal([AlarmAction.Evict, AlarmAction.Raise, AlarmAction.Raise], life.At(2, Speeding("c"), Speeding("a")));
        Assert.Equal("b", life.Book.Alarms.Single(alarm => alarm.State == AlarmState.Closed).Key.Zone);
        Assert.Equal(2, life.Book.Find(Speeding("a").Key)!.TimesRaised);
    }

    [Fact]
    public void Observe_ClockSetBackBehindTheLongestShelf_Expires()
    {
        var life = new AlarmLife(Immediate with { MaximumShelf = TimeSpan.FromSeconds(100) });
        life.At(1_000 * Second, Speeding());
        Assert.Equal(AlarmOutcome.Done, life.Shelve(1, 1_100 * Second, 1_000 * Second));
        Assert.Empty(life.At(1_000 * Second, Speeding()));
        Assert.Equal([AlarmAction.Expire], life.At((1_000 * Second) - 1, Speeding()));
        Assert.Equal(AlarmState.Raised, life.Only.State);
    }

    [Fact]
    public void Apply_MoreClosedThanStay_FirstClosedLeaves()
    {
        var life = new AlarmLife(Immediate with { MaximumClosed = 2 });
        for (var i = 1; i <= 4; i++)
        {
            life.At(10 * i, Speeding());
            life.Acknowledge(i, (10 * i) + 1);
            life.At((10 * i) + 2);
        }
        Assert.Equal([3L, 4L], life.Book.Alarms.Select(alarm => alarm.Id).Order());
        Assert.Equal((12L, 6L), (life.Book.Version, life.Book.ForgottenVersion));
    }

    [Fact]
    public void Transitions_MoreThanStay_NewestStay()
    {
        var life = new AlarmLife(Immediate with { MaximumTransitions = 3 });
        for (var i = 0; i < 10; i++)
            _ = i % 2 == 0 ? life.At(i, Speeding()) : life.At(i);
        Assert.Equal([8L, 9L, 10L], life.Only.Transitions.Select(transition => transition.Version));
    }
}
