using AutoValley.V1;

namespace AutoValley.Cli.Tests.Site;

public sealed class AlarmsTests : CommandTests
{
    private static readonly long At = Second(60);

    private readonly Alarm speeding = new()
    {
        Id = 3, State = AlarmState.Raised, Severity = AlarmSeverity.Medium, Kind = AlarmKind.OverSpeed, RaiseTime = Second(1), Text = "acme/truck drives 83 km/h in lane, where 50 are allowed",
        Zone = "lane", Vehicle = "acme/truck", Value = 83, Worst = 97, Latest = 60, Limit = 50, Raises = 1, Holding = true,
        Transitions = { new AlarmTransition { Version = 9, Action = AlarmAction.Raise, State = AlarmState.Raised, Time = Second(1) } },
    };

    private readonly Alarm near = new()
    {
        Id = 2, State = AlarmState.Shelved, Severity = AlarmSeverity.Critical, Kind = AlarmKind.CollisionCourse, RaiseTime = Second(0), Vehicle = "acme/truck", Raises = 2,
        Text = "acme/truck and another vehicle are on a collision course", Shelf = new AlarmShelf { Until = Second(60), Person = "Erika", Reason = "a test" },
        Transitions = { new AlarmTransition { Version = 8, Action = AlarmAction.Shelve, State = AlarmState.Shelved, Time = Second(0.5), Person = "Erika", Note = "a test" } },
    };

    public AlarmsTests() => Server.Site.Alarms.AddRange([speeding, near]);

    [Fact]
    public async Task List_AllPages_AreRows()
    {
        Assert.Equal(
            "id,state,severity,kind,raised,text,zone,vehicle,other,value,worst,latest,limit,raises,holding,shelved_until,last,at,by,note\n" +
            "3,raised,medium,over-speed,2026-11-22T10:00:01.000000000Z,\"acme/truck drives 83 km/h in lane, where 50 are allowed\",lane,acme/truck,,83,97,60,50,1,true,,raise,2026-11-22T10:00:01.000000000Z,,\n" +
            "2,shelved,critical,collision-course,2026-11-22T10:00:00.000000000Z,acme/truck and another vehicle are on a collision course,,acme/truck,,,,,,2,false,2026-11-22T10:01:00.000000000Z,shelve,2026-11-22T10:00:00.500000000Z,Erika,a test\n",
            await DoneAsync("site alarms list --kind over-speed collision-course --zone lane --vehicle acme/truck --organisation acme -f csv"));
        var asked = (ListAlarmsRequest)Server.Site.Asked[0];
        Assert.Equal((true, "lane", "acme/truck", "acme"), (asked.OpenOnly, asked.Zone, asked.Vehicle, asked.Organisation));
        Assert.Equal([AlarmKind.OverSpeed, AlarmKind.CollisionCourse], asked.Kinds);
    }

    [Fact]
    public async Task List_LimitAndAll_AsksForClosedOnesAndStops()
    {
        Assert.Single((await DoneAsync("site alarms list --all --limit 1 -f json")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(((ListAlarmsRequest)Server.Site.Asked[0]).OpenOnly);
    }

    [Fact]
    public async Task Watch_SnapshotAndChanges_ARowEach()
    {
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 9, Snapshot = new AlarmSnapshot { Alarms = { speeding } } });
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 9, Heartbeat = new AlarmHeartbeat() });
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 10, Changes = new AlarmChanges { SinceVersion = 9, Alarms = { near } } });
        Assert.Equal(
            "time\tid\tstate\tseverity\tkind\ttext\twhat\tby\tnote\n" +
            "2026-11-22T10:00:01.000000000Z\t3\traised\tmedium\tover-speed\tacme/truck drives 83 km/h in lane, where 50 are allowed\traise\t\t\n" +
            "2026-11-22T10:00:00.500000000Z\t2\tshelved\tcritical\tcollision-course\tacme/truck and another vehicle are on a collision course\tshelve\tErika\ta test\n",
            await DoneAsync("site alarms watch"));
    }

    [Fact]
    public async Task Watch_Once_EndsAfterTheSnapshotsLastPart()
    {
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 9, Snapshot = new AlarmSnapshot { Alarms = { speeding }, More = true } });
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 9, Snapshot = new AlarmSnapshot { Alarms = { near } } });
        Server.Site.Watched.Add(new WatchAlarmsResponse { Version = 10, Changes = new AlarmChanges { SinceVersion = 9, Alarms = { near } } });
        Assert.Equal(3, (await DoneAsync("site alarms watch --once")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Actions_OfAPerson_SayWhoAndWhy()
    {
        Assert.Contains("\"state\":\"raised\"", await DoneAsync("site alarms ack 3 --by Erika --note seen -f json"), StringComparison.Ordinal);
        await DoneAsync("site alarms reset 3 --by Erika");
        await DoneAsync("site alarms unshelve 2 --by Max");
        await DoneAsync("site alarms shelve 3 --for 30m --reason works --by Erika");
        Assert.Equal(
            [
                new AcknowledgeAlarmRequest { Id = 3, Person = "Erika", Note = "seen" }, new ResetAlarmRequest { Id = 3, Person = "Erika" },
                new UnshelveAlarmRequest { Id = 2, Person = "Max" },
            ],
            Server.Site.Asked.Take(3));
        var shelf = (ShelveAlarmRequest)Server.Site.Asked[3];
        Assert.Equal((3UL, "works", "Erika", At + (30 * 60 * 1_000_000_000L)), (shelf.Id, shelf.Reason, shelf.Person, shelf.Until));
    }

    [Theory]
    [InlineData("site alarms shelve 3 --by Erika --for 30m", "--reason")]
    [InlineData("site alarms shelve 3 --by Erika --reason x", "--for")]
    [InlineData("site alarms list --kind speeding", "over-speed")]
    [InlineData("site alarms ack", "argument")]
    public async Task Line_Incomplete_IsWrongUse(string line, string told) => Assert.Contains(told, await WrongUseAsync(line), StringComparison.Ordinal);

    private async Task<string> WrongUseAsync(string line)
    {
        Assert.Equal(ExitCode.WrongUse, await RunAsync(line));
        return Error;
    }
}
