using AutoValley.Site.Alarms;
using static AutoValley.Site.Tests.Alarms.AlarmLife;

namespace AutoValley.Site.Tests.Alarms;

/// <summary>Vehicles that come through many short zones, and kinds of alarm that are set otherwise.</summary>
public sealed class AlarmsFromZoneToZoneTests
{
    private static readonly AlarmPolicy Policy =
        new(AlarmSeverity.High, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)) { Gap = TimeSpan.FromSeconds(2) };

    private readonly AlarmLife life = new(With(Policy));

    [Fact]
    public void Observe_ShortZonesOneAfterTheOther_RaisedAfterTheOnDelayOnceAndNoMore()
    {
        for (var tick = 0; tick < 600; tick++)
        {
            // A zone every second, and the next one already for a tenth of it.
            Condition[] holding = tick % 10 == 9 ? [In(tick / 10), In((tick / 10) + 1)] : [In(tick / 10)];
            Assert.Equal(tick == 50 ? [AlarmAction.Raise] : [], life.At(tick * Second / 10, holding));
        }
        Assert.Equal(("lane-5", 0L, 1), (life.Only.Key.Zone, life.Only.Since, life.Only.TimesRaised));
        Assert.Empty(life.At(60 * Second));
        Assert.Empty(life.At((70 * Second) - 1));
        Assert.Equal([AlarmAction.Clear], life.At(70 * Second));
    }

    [Fact]
    public void Observe_GapsBetweenZones_DoNotCountAndEndNothing()
    {
        // A second in a zone, one in none: five seconds in zones are nine.
        for (var tick = 0; tick < 200; tick++)
        {
            Condition[] holding = tick % 20 <= 10 ? [In(tick / 20)] : [];
            Assert.Equal(tick == 90 ? [AlarmAction.Raise] : [], life.At(tick * Second / 10, holding));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Observe_Gap_UpToTheLimit(long beyond, bool isBridged)
    {
        life.At(0, In(1));
        life.At(4 * Second, In(1));
        life.At(5 * Second);
        life.At((6 * Second) + beyond);
        life.At((6 * Second) + beyond, In(2));
        Assert.Equal(isBridged ? [AlarmAction.Raise] : [], life.At((7 * Second) + beyond, In(2)));
    }

    [Fact]
    public void Observe_TwoVehicles_EachHasItsOwnTime()
    {
        life.At(0, In(1));
        Condition other = new(new AlarmKey(AlarmKind.NotBooked, "lane-1", Van));
        life.At(4 * Second, In(2), other);
        Assert.Equal([AlarmAction.Raise], life.At(5 * Second, In(2), other));
        Assert.Equal([AlarmAction.Raise], life.At(9 * Second, In(2), other));
    }

    [Fact]
    public void Observe_TwoZonesAtOnce_AnAlarmEach()
    {
        life.At(0, In(1), In(2));
        Assert.Equal([AlarmAction.Raise, AlarmAction.Raise], life.At(5 * Second, In(1), In(2)));
        Assert.Empty(life.At(6 * Second, In(1)));
        Assert.Equal([AlarmAction.Clear], life.At(16 * Second, In(1)));
    }

    [Fact]
    public void Observe_OnIntoZonesOfOthers_TheirOrganisationsHearOfIt()
    {
        life.At(0, In(1) with { Organisations = ["beta"] });
        life.At(5 * Second, In(1) with { Organisations = ["beta"] });
        Assert.Equal(["acme", "beta"], life.Only.Organisations);
        Assert.Equal([AlarmAction.Extend], life.At(6 * Second, In(2) with { Organisations = ["gamma"] }, In(3) with { Organisations = ["delta"] }));
        Assert.Equal(["acme", "beta", "delta", "gamma"], life.Only.Organisations);
    }

    [Fact]
    public void Observe_KindThatIsOff_NoAlarmAndThoseOfBeforeAreCleared()
    {
        life.At(0, In(1));
        life.At(5 * Second, In(1));
        var off = new AlarmBook(With(Policy with { IsEnabled = false }), life.Book.Snapshot());
        Assert.Empty(off.Observe([In(1)], 6 * Second));
        Assert.Equal(AlarmAction.Clear, Assert.Single(off.Observe([In(1)], 16 * Second)).Transition.Action);
        Assert.Empty(new AlarmBook(With(Policy with { IsEnabled = false, OnDelay = TimeSpan.Zero })).Observe([In(1)], 0));
    }

    private static Condition In(int zone) => new(new AlarmKey(AlarmKind.NotBooked, $"lane-{zone}", Truck));
}
