using AutoValley.Site.Alarms;
using static AutoValley.Site.Tests.Alarms.AlarmLife;

namespace AutoValley.Site.Tests.Alarms;

public sealed class AlarmViewTests
{
    [Fact]
    public void Of_PairOfTwoOrganisations_NeitherSeesNameNumberPersonOrNoteOfTheOther()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, new Condition(AlarmKey.OfPair(AlarmKind.CollisionCourse, Van, Truck), 1.7, 3));
        life.Acknowledge(1, 5);
        life.Shelve(1, 60 * Second, 6, "beta/van has to wait");
        foreach (var (organisation, own) in new[] { ("acme", Truck), ("beta", Van) })
        {
            var view = AlarmView.Of(life.Only, organisation)!;
            Assert.True(view.IsPartial);
            Assert.Equal(new AlarmKey(AlarmKind.CollisionCourse, null, own), view.Alarm.Key);
            Assert.True(double.IsNaN(view.Alarm.Value));
            Assert.Equal([organisation], view.Alarm.Organisations);
            Assert.All(view.Alarm.Transitions, transition => Assert.Equal(("", ""), (transition.Person, transition.Note)));
            Assert.Equal(new Shelf(60 * Second, "", ""), view.Alarm.Shelf);
            Assert.Equal($"{own} and another vehicle are on a collision course", AlarmText.Of(view.Alarm));
        }
        Assert.Null(AlarmView.Of(life.Only, "gamma"));
        Assert.Equal(life.Only, AlarmView.Of(life.Only, null)!.Alarm);
        Assert.Equal("acme/truck and beta/van are 1.7 s from touching", AlarmText.Of(life.Only));
    }

    [Fact]
    public void Of_PairOfOneOrganisation_SeesAllOfIt()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, new Condition(AlarmKey.OfPair(AlarmKind.TooClose, Truck, new("acme", "bus")), 1.2, 2));
        var view = AlarmView.Of(life.Only, "acme")!;
        Assert.Equal((false, life.Only), (view.IsPartial, view.Alarm));
        Assert.Null(AlarmView.Of(life.Only, "beta"));
    }

    [Fact]
    public void Of_ExclusiveBookingViolated_HolderSeesZoneWithoutTheVehicle()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, new Condition(new AlarmKey(AlarmKind.ExclusiveViolated, "pad", Truck), Organisations: ["beta"]));
        var holder = AlarmView.Of(life.Only, "beta")!.Alarm;
        Assert.Equal(new AlarmKey(AlarmKind.ExclusiveViolated, "pad"), holder.Key);
        Assert.DoesNotContain("acme", AlarmText.Of(holder));
        Assert.Equal(Truck, AlarmView.Of(life.Only, "acme")!.Alarm.Key.Vehicle);
    }

    [Fact]
    public void Of_EveryKind_SentenceAndNameOfItsOwn()
    {
        var alarms = AlarmKinds.All.Select(kind => new Alarm(1, new AlarmKey(kind, "lane", Truck), AlarmSeverity.Low)
        {
            State = AlarmState.Raised, IsHolding = true, Since = 0, RaisedAt = 0,
        });
        Assert.Equal(AlarmKinds.All.Count, alarms.Select(AlarmText.Of).Distinct().Count());
        Assert.Equal(AlarmKinds.All.Count, AlarmKinds.All.Select(AlarmKinds.NameOf).Distinct().Count());
    }
}
