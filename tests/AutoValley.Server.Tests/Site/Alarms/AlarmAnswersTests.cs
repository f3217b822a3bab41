using AutoValley.Server.Services;
using AutoValley.V1;
using Grpc.Core;
using static AutoValley.Server.Tests.Site.Alarms.AlarmsUnderTest;

namespace AutoValley.Server.Tests.Site.Alarms;

/// <summary>SiteService's calls about alarms.</summary>
public sealed class AlarmAnswersTests : IDisposable
{
    private readonly AlarmsUnderTest site = new();
    private SiteAlarmAnswers answers;

    public AlarmAnswersTests()
    {
        answers = new SiteAlarmAnswers(site.Database, site.Alarms, site.Options, site.Time);
        site.Judge(Driving("acme/truck", 80), Driving("beta/van", 40, east: 2.5));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void List_ManagersView_EverythingNewestFirst()
    {
        var all = answers.List(new ListAlarmsRequest()).Alarms;
        Assert.Equal([AlarmKind.TooClose, AlarmKind.OverSpeed], all.Select(alarm => alarm.Kind));
        Assert.Equal(("acme/truck", "beta/van", 0.5, 0.7, false), (all[0].Vehicle, all[0].OtherVehicle, Math.Round(all[0].Value, 9), all[0].Limit, all[0].Partial));
        Assert.Equal(("lane", 80.0, 50.0, AlarmState.Raised, 1UL), (all[1].Zone, all[1].Value, all[1].Limit, all[1].State, all[1].Version));
    }

    [Fact]
    public void List_OrganisationsView_OwnAloneAndNothingOfOthers()
    {
        var beta = Assert.Single(answers.List(new ListAlarmsRequest { Organisation = "beta" }).Alarms);
        Assert.Equal(("beta/van", "", false, true), (beta.Vehicle, beta.OtherVehicle, beta.HasValue, beta.Partial));
        Assert.DoesNotContain("acme", beta.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, answers.List(new ListAlarmsRequest { Organisation = "acme" }).Alarms.Count);
        // Nobody can ask which alarm names another's vehicle.
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.List(new ListAlarmsRequest { Organisation = "beta", Vehicle = "acme/truck" })));
    }

    [Fact]
    public void List_WorseThanWhenItWasRaised_WorstAndLatestAsTheyAreNowAndAfterTheNextTransitionDurable()
    {
        site.Judge(Driving("acme/truck", 95), Driving("beta/van", 40, east: 2.2));
        site.Judge(Driving("acme/truck", 85), Driving("beta/van", 40, east: 2.4));
        var all = answers.List(new ListAlarmsRequest()).Alarms;
        Assert.Equal((80.0, 95.0, 85.0), (all[1].Value, all[1].Worst, all[1].Latest));
        Assert.Equal((0.2, 0.4), (Math.Round(all[0].Worst, 9), Math.Round(all[0].Latest, 9)));
        var beta = Assert.Single(answers.List(new ListAlarmsRequest { Organisation = "beta" }).Alarms);
        Assert.Equal((false, false), (beta.HasWorst, beta.HasLatest));
        site.Judge(Driving("acme/truck", 40));
        site.Restart();
        answers = new SiteAlarmAnswers(site.Database, site.Alarms, site.Options, site.Time);
        Assert.Equal((AlarmState.Cleared, 95.0, 85.0), answers.List(new ListAlarmsRequest { Kinds = { AlarmKind.OverSpeed } }).Alarms.Select(alarm => (alarm.State, alarm.Worst, alarm.Latest)).Single());
    }

    [Fact]
    public void List_PageAfterPage_GivesEachOnce()
    {
        var first = answers.List(new ListAlarmsRequest { PageSize = 1 });
        var second = answers.List(new ListAlarmsRequest { PageSize = 1, PageToken = first.NextPageToken });
        Assert.Equal([2UL, 1UL], first.Alarms.Concat(second.Alarms).Select(alarm => alarm.Id));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal([1UL], answers.List(new ListAlarmsRequest { Kinds = { AlarmKind.OverSpeed } }).Alarms.Select(alarm => alarm.Id));
    }

    [Fact]
    public void Persons_WholeLife_EachStepIsTold()
    {
        Assert.Equal(AlarmState.Acknowledged, answers.Acknowledge(new AcknowledgeAlarmRequest { Id = 1, Person = "Erika" }).Alarm.State);
        var until = site.Now + 1_000_000_000;
        var shelved = answers.Shelve(new ShelveAlarmRequest { Id = 1, Person = "Erika", Reason = "a test", Until = until }).Alarm;
        Assert.Equal((AlarmState.Shelved, until, "Erika", "a test"), (shelved.State, shelved.Shelf.Until, shelved.Shelf.Person, shelved.Shelf.Reason));
        Assert.Equal(AlarmState.Raised, answers.Unshelve(new UnshelveAlarmRequest { Id = 1, Person = "Max" }).Alarm.State);
        Assert.Equal(
            [AlarmAction.Raise, AlarmAction.Acknowledge, AlarmAction.Shelve, AlarmAction.Unshelve],
            answers.List(new ListAlarmsRequest { Kinds = { AlarmKind.OverSpeed } }).Alarms.Single().Transitions.Select(step => step.Action));
    }

    [Fact]
    public void Persons_WrongInput_EachHasItsStatus()
    {
        Assert.Equal(StatusCode.NotFound, CodeOf(() => answers.Acknowledge(new AcknowledgeAlarmRequest { Id = 9, Person = "Erika" })));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.Acknowledge(new AcknowledgeAlarmRequest { Id = 1 })));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.Shelve(new ShelveAlarmRequest { Id = 1, Person = "Erika", Until = site.Now + 1 })));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.Shelve(new ShelveAlarmRequest { Id = 1, Person = "Erika", Reason = "x", Until = site.Now })));
        Assert.Equal(StatusCode.FailedPrecondition, CodeOf(() => answers.Reset(new ResetAlarmRequest { Id = 1, Person = "Erika" })));
        site.Break(true);
        Assert.Equal(StatusCode.Unavailable, CodeOf(() => answers.Acknowledge(new AcknowledgeAlarmRequest { Id = 1, Person = "Erika" })));
    }

    private static StatusCode CodeOf(Action call) => Assert.Throws<RpcException>(call).StatusCode;
}
