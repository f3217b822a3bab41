using AutoValley.Site.Alarms;
using static AutoValley.Site.Tests.Alarms.AlarmLife;

namespace AutoValley.Site.Tests.Alarms;

public sealed class AlarmBookTests
{
    private static readonly AlarmPolicy Delayed = new(AlarmSeverity.High, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));

    [Fact]
    public void Observe_ConditionHoldsForTheOnDelay_RaisedThenAndNotBefore()
    {
        var life = new AlarmLife(With(Delayed));
        Assert.Empty(life.At(0, Speeding()));
        Assert.Empty(life.At((2 * Second) - 1, Speeding()));
        Assert.Equal([AlarmAction.Raise], life.At(2 * Second, Speeding()));
        Assert.Equal((AlarmState.Raised, 0L, 2 * Second, 83.0, 50.0), (life.Only.State, life.Only.Since, life.Only.RaisedAt, life.Only.Value, life.Only.Limit));
        Assert.Empty(life.At(3 * Second, Speeding()));
    }

    [Fact]
    public void Observe_GapWithinTheOnDelay_CountsFromTheStartAgain()
    {
        var life = new AlarmLife(With(Delayed));
        life.At(0, Speeding());
        life.At(Second);
        life.At(Second + 1, Speeding());
        Assert.Empty(life.At(3 * Second, Speeding()));
        Assert.Equal([AlarmAction.Raise], life.At((3 * Second) + 1, Speeding()));
    }

    [Fact]
    public void Observe_ConditionGoneForTheOffDelay_ClearedThenAndNotBefore()
    {
        var life = new AlarmLife(With(new AlarmPolicy(AlarmSeverity.High, TimeSpan.Zero, TimeSpan.FromSeconds(3))));
        life.At(0, Speeding());
        Assert.Empty(life.At(Second));
        Assert.Empty(life.At((4 * Second) - 1));
        Assert.Equal([AlarmAction.Clear], life.At(4 * Second));
        Assert.Equal((AlarmState.Cleared, false), (life.Only.State, life.Only.IsHolding));
    }

    [Fact]
    public void Observe_ReturnWithinTheOffDelay_NoTransition()
    {
        var life = new AlarmLife(With(new AlarmPolicy(AlarmSeverity.High, TimeSpan.Zero, TimeSpan.FromSeconds(3))));
        life.At(0, Speeding());
        life.At(Second);
        Assert.Empty(life.At(3 * Second, Speeding()));
        Assert.Empty(life.At(4 * Second));
        Assert.Empty(life.At((7 * Second) - 1));
        Assert.Equal([AlarmAction.Clear], life.At(7 * Second));
    }

    [Fact]
    public void Observe_WorseAndThenLess_WorstAndLatestAreKeptWithoutATransition()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding(speed: 83));
        Assert.Empty(life.At(1, Speeding(speed: 97)));
        Assert.Empty(life.At(2, Speeding(speed: 60)));
        Assert.Equal((83.0, 97.0, 60.0), (life.Only.Value, life.Only.Worst, life.Only.Latest));
        life.At(3);
        // The condition comes again before the alarm is closed.
        Assert.Equal([AlarmAction.Raise], life.At(4, Speeding(speed: 70)));
        Assert.Equal((70.0, 97.0, 70.0), (life.Only.Value, life.Only.Worst, life.Only.Latest));
    }

    [Fact]
    public void Observe_ShelfEndsAsTheWorstIsFound_TransitionHasIt()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding(speed: 83));
        life.Shelve(life.Only.Id, Second, 1);
        Assert.Equal([AlarmAction.Expire], life.At(Second, Speeding(speed: 97)));
        Assert.Equal(97.0, life.Only.Worst);
    }

    [Fact]
    public void Observe_VehiclesComeNearer_LeastIsTheWorst()
    {
        static Condition Near(double metres) => new(new AlarmKey(AlarmKind.TooClose, null, Truck, Van), metres, 0.7);
        var life = new AlarmLife(Immediate);
        foreach (var (metres, time) in new[] { 0.6, 0.2, 0.5 }.Select((metres, time) => (metres, time)))
            life.At(time, Near(metres));
        Assert.Equal((0.6, 0.2, 0.5), (life.Only.Value, life.Only.Worst, life.Only.Latest));
    }

    [Fact]
    public void Observe_ConditionThatFlickers_TwoTransitionsInAll()
    {
        var life = new AlarmLife(With(Delayed));
        var random = new Random(7);
        for (var tick = 0; tick < 1_000; tick++)
        {
            // From tick 200 to 700 it holds nine times of ten, gone at most as noise is; else one time of ten.
            var holds = random.NextDouble() < (tick is >= 200 and < 700 ? 0.9 : 0.1) || tick is >= 200 and < 230;
            _ = holds ? life.At(tick * Second / 10, Speeding()) : life.At(tick * Second / 10);
        }
        Assert.Equal([AlarmAction.Raise, AlarmAction.Clear], life.Transitions.Select(transition => transition.Action));
    }

    [Fact]
    public void Observe_ClockSetBack_DelayIsNoLonger()
    {
        var life = new AlarmLife(With(Delayed));
        life.At(100 * Second, Speeding());
        life.At(10 * Second, Speeding());
        Assert.Equal([AlarmAction.Raise], life.At(12 * Second, Speeding()));
    }

    [Fact]
    public void Observe_ChangeThatWasNotApplied_ProposedAgain()
    {
        var life = new AlarmLife(Immediate);
        var first = Assert.Single(life.Book.Observe([Speeding()], 0));
        var second = Assert.Single(life.Book.Observe([Speeding()], 1));
        Assert.Equal(first.Transition.Version, second.Transition.Version);
        Assert.Empty(life.Book.Alarms);
        life.Book.Apply(second);
        Assert.Throws<ArgumentException>(() => life.Book.Apply(first));
    }

    [Fact]
    public void Acknowledge_RaisedThenGone_Closed()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        Assert.Equal(AlarmOutcome.Done, life.Acknowledge(1, Second));
        Assert.Equal(AlarmState.Acknowledged, life.Only.State);
        Assert.Equal(AlarmOutcome.WrongState, life.Acknowledge(1, Second));
        life.At(2 * Second);
        Assert.Equal((AlarmState.Closed, false), (life.Only.State, life.Only.IsHolding));
        Assert.Equal(AlarmOutcome.WrongState, life.Acknowledge(1, 3 * Second));
    }

    [Fact]
    public void Acknowledge_ClearedOne_ClosedAndTheNextIsAnother()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        life.At(Second);
        Assert.Equal(AlarmState.Cleared, life.Only.State);
        life.Acknowledge(1, 2 * Second);
        Assert.Equal(AlarmState.Closed, life.Only.State);
        life.At(3 * Second, Speeding());
        Assert.Equal([1L, 2L], life.Book.Alarms.Select(alarm => alarm.Id).Order());
    }

    [Fact]
    public void Observe_ClearedOneHoldsAgain_SameAlarmRaisedAgain()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        life.At(Second);
        life.At(2 * Second, Speeding(speed: 99));
        Assert.Equal((1L, AlarmState.Raised, 2, 99.0, 2 * Second), (life.Only.Id, life.Only.State, life.Only.TimesRaised, life.Only.Value, life.Only.Since));
    }

    [Fact]
    public void Reset_LatchedOne_ClosedByAPersonAlone()
    {
        var life = new AlarmLife(With(new AlarmPolicy(AlarmSeverity.Critical, TimeSpan.Zero, TimeSpan.Zero, IsLatching: true)));
        life.At(0, Speeding());
        Assert.Equal(AlarmOutcome.WrongState, life.Reset(1, 1));
        life.Acknowledge(1, 2);
        life.At(3);
        Assert.Equal(AlarmState.Latched, life.Only.State);
        life.At(1_000 * Second);
        Assert.Equal(AlarmState.Latched, life.Only.State);
        life.At(1_001 * Second, Speeding());
        Assert.Equal(AlarmState.Raised, life.Only.State);
        life.At(1_002 * Second);
        life.Acknowledge(1, 1_003 * Second);
        Assert.Equal(AlarmOutcome.Done, life.Reset(1, 1_004 * Second));
        Assert.Equal(AlarmState.Closed, life.Only.State);
    }

    [Fact]
    public void Shelve_UntilItsTime_CallsNobodyThenIsRaisedAgainIfItStillHolds()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        Assert.Equal(AlarmOutcome.Done, life.Shelve(1, until: 60 * Second, time: Second));
        Assert.Equal(new Shelf(60 * Second, "Erika", "sensor is being changed"), life.Only.Shelf);
        Assert.Empty(life.At((60 * Second) - 1, Speeding()));
        Assert.Equal([AlarmAction.Expire], life.At(60 * Second, Speeding()));
        Assert.Equal((AlarmState.Raised, 2, 60 * Second, null), (life.Only.State, life.Only.TimesRaised, life.Only.RaisedAt, life.Only.Shelf));
    }

    [Theory]
    [InlineData(false, AlarmState.Closed)]
    [InlineData(true, AlarmState.Cleared)]
    public void Shelve_ConditionGoneMeanwhile_ClosedUnlessItLatches(bool latches, AlarmState expected)
    {
        var life = new AlarmLife(With(new AlarmPolicy(AlarmSeverity.High, TimeSpan.Zero, TimeSpan.Zero, latches)));
        life.At(0, Speeding());
        life.Shelve(1, 60 * Second, Second);
        Assert.Equal([AlarmAction.Clear], life.At(2 * Second));
        Assert.Equal(AlarmState.Shelved, life.Only.State);
        life.At(60 * Second);
        Assert.Equal(expected, life.Only.State);
    }

    [Fact]
    public void Unshelve_ByAPerson_RaisedAgainIfItHolds()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        Assert.Equal(AlarmOutcome.WrongState, life.Unshelve(1, 1));
        life.Shelve(1, 60 * Second, 2);
        Assert.Equal(AlarmOutcome.WrongState, life.Acknowledge(1, 3));
        Assert.Equal(AlarmOutcome.Done, life.Unshelve(1, 4));
        Assert.Equal((AlarmState.Raised, 2), (life.Only.State, life.Only.TimesRaised));
    }

    [Fact]
    public void Shelve_WrongInput_OutcomeSaysWhatIsWrong()
    {
        var life = new AlarmLife(Immediate);
        life.At(0, Speeding());
        Assert.Equal(AlarmOutcome.BadUntil, life.Shelve(1, until: 5, time: 5));
        Assert.Equal(AlarmOutcome.BadUntil, life.Shelve(1, until: 6 + (8 * 3_600 * Second), time: 5));
        Assert.Equal(AlarmOutcome.NoReason, life.Shelve(1, 10, 5, reason: " "));
        Assert.Equal(AlarmOutcome.NotFound, life.Shelve(2, 10, 5));
        Assert.Equal(AlarmOutcome.BadPerson, life.Book.Acknowledge(1, new PersonAction("", "", 5), out _));
        Assert.Equal(AlarmOutcome.BadPerson, life.Book.Acknowledge(1, new PersonAction(new string('x', 129), "", 5), out _));
        Assert.Equal(AlarmOutcome.BadNote, life.Book.Acknowledge(1, new PersonAction("Erika", "two\nlines", 5), out _));
        Assert.Equal(AlarmOutcome.Done, life.Shelve(1, 5 + (8 * 3_600 * Second), 5));
    }

    [Fact]
    public void Transitions_WholeLife_EachWithPersonTimeAndVersion()
    {
        var life = new AlarmLife(Immediate);
        life.At(10, Speeding());
        life.Acknowledge(1, 20);
        life.At(30);
        Assert.Equal(
            [
                new AlarmTransition(1, 1, AlarmAction.Raise, AlarmState.Raised, 10),
                new AlarmTransition(2, 1, AlarmAction.Acknowledge, AlarmState.Acknowledged, 20, "Erika", "seen"),
                new AlarmTransition(3, 1, AlarmAction.Clear, AlarmState.Closed, 30),
            ],
            life.Only.Transitions);
        Assert.Equal(3, life.Book.Version);
    }

    [Fact]
    public void Observe_ConcernsAnotherOrganisationLater_ExtendedOnce()
    {
        var life = new AlarmLife(Immediate);
        Condition Over(params string[] organisations) => new(new AlarmKey(AlarmKind.OverCapacity, "pad"), 3, 2, organisations);
        life.At(0, Over("acme"));
        Assert.Equal([AlarmAction.Extend], life.At(1, Over("acme", "beta")));
        Assert.Empty(life.At(2, Over("beta")));
        Assert.Equal(["acme", "beta"], life.Only.Organisations);
    }
}
