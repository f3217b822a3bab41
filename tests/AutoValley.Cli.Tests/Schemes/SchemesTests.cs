using AutoValley.V1;
using Mode = AutoValley.V1.SchemeTrigger.Types.Mode;
using Outcome = AutoValley.V1.CommandAnswer.Types.Outcome;

namespace AutoValley.Cli.Tests.Schemes;

public sealed class SchemesTests : CommandTests
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public async Task Set_AFile_IsSentAsItMeans()
    {
        Server.Commands.Answer = new CommandAnswer { Outcome = Outcome.Done, Time = Second(0), SchemesVersion = 7 };
        await File.WriteAllTextAsync(file, """
            {
              "version": 7, // of mine
              "schemes": [
                { "name": "brakes", "signals": ["Vehicle.Speed", { "name": "CAN.*", "every": "100ms", "onChange": 0.5, "heartbeat": "1m" }],
                  "when": "rising(CAN.B.P)", "priority": "high", "mode": "while", "before": "5s", "after": "1.5s", "atMost": "1m", "until": "now+1h" },
                { "name": "rest", "signals": [{ "name": "*", "atMost": "1s", "onChange": true }], "from": "now" },
              ],
            }
            """);
        Assert.Equal(
            "vehicle,version,schemes,answer,reason,answered,version_in_force\nacme/car1,7,2,done,,2026-11-22T10:00:00.000000000Z,7\n",
            await DoneAsync($"schemes set {file} --vehicle acme/car1 --wait 2s --format csv"));
        var asked = Server.Commands.Set!;
        Assert.Equal(("acme/car1", 2_000u, 7UL), (asked.Vehicle, asked.WaitMillis, asked.Schemes.Version));
        Assert.Equal(
            new CollectionScheme
            {
                Name = "brakes", ValidUntil = Second(3_660), Priority = CollectionScheme.Types.Priority.High,
                Signals = { new SchemeSignal { Name = "Vehicle.Speed" }, new SchemeSignal { Name = "CAN.*", Sampling = new Sampling { EveryNanos = 100_000_000, DeadBand = 0.5, HeartbeatNanos = 60_000_000_000 } } },
                Trigger = new SchemeTrigger { Condition = "rising(CAN.B.P)", Mode = Mode.While, BeforeNanos = 5_000_000_000, AfterNanos = 1_500_000_000, MinimumIntervalNanos = 60_000_000_000 },
            },
            asked.Schemes.Schemes[0]);
        Assert.Equal(
            new CollectionScheme { Name = "rest", ValidFrom = Second(60), Signals = { new SchemeSignal { Name = "*", Sampling = new Sampling { AtMostEachNanos = 1_000_000_000, DeadBand = 0 } } } },
            asked.Schemes.Schemes[1]);
    }

    [Theory]
    [InlineData("", "The input does not contain any JSON tokens")]
    [InlineData("null", "null is no set of schemes")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [], \"colour\": 1}]}", "colour")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [5]}]}", "scheme a: a signal is a name, or an object with one")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [], \"before\": \"1s\"}]}", "scheme a: mode, before, after and atMost belong to a condition: when")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [], \"when\": \"A\", \"mode\": \"x\"}]}", "scheme a: mode is 'x', not edge or while")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [], \"when\": \"A\", \"after\": \"5\"}]}", "'5' is no length of time")]
    [InlineData("{\"schemes\": [{\"name\": \"a\", \"signals\": [], \"from\": \"soon\"}]}", "'soon' is no time")]
    public async Task Set_AFileThatMakesNoSense_IsWrongUse(string text, string told)
    {
        await File.WriteAllTextAsync(file, text);
        Assert.Equal(2, await RunAsync($"schemes set {file} --vehicle car1"));
        Assert.StartsWith($"autovalley: {file}: ", Error, StringComparison.Ordinal);
        Assert.Contains(told, Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_TheAgentRefuses_FailsWithItsReason()
    {
        Server.Commands.Answer = new CommandAnswer { Outcome = Outcome.Refused, Reason = "too old" };
        await File.WriteAllTextAsync(file, "{\"schemes\": []}");
        Assert.Equal(1, await RunAsync($"schemes set {file} --vehicle car1"));
        Assert.Equal("autovalley: the agent of default/car1 refuses: too old\n", Error);
        Assert.Equal(10_000u, Server.Commands.Set!.WaitMillis);
    }

    [Fact]
    public async Task ShowAndList_WithoutAnAnswer_ShowWhatWasGiven()
    {
        Server.Commands.Kept = new SchemeSet { Version = 3, Schemes = { new CollectionScheme { Name = "a", Signals = { new SchemeSignal { Name = "*" } } } } };
        Assert.Equal("vehicle,version,schemes,answer,reason,answered,version_in_force\ndefault/car1,3,1,none yet,,,\n", await DoneAsync("schemes show --vehicle car1 --format csv"));
        Assert.EndsWith("scheme,signals,when,mode,before_s,after_s,from,until,collects,triggers,collected\na,*,always,,,,,,,,\n", await DoneAsync("schemes list --vehicle car1 --format csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhatTheAgentTold_StandsBesideEachScheme()
    {
        Server.Commands.Kept = new SchemeSet
        {
            Version = 3,
            Schemes = { new CollectionScheme { Name = "a", Signals = { new SchemeSignal { Name = "*" } }, Trigger = new SchemeTrigger { Condition = "A", Mode = Mode.Edge, BeforeNanos = 2_000_000_000 } } },
        };
        Server.Agents.Agents.Add(new Agent
        {
            Vehicle = "default/car1",
            Status = new AgentStatus { Collecting = new AgentCollecting { Version = 3, Schemes = { new AgentScheme { Name = "a", Collects = true, Triggers = 2, Collected = 9 } } } },
        });
        Assert.EndsWith("\na,*,A,edge,2,0,,,true,2,9\n", await DoneAsync("schemes list --vehicle car1 --format csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AgentResend_ASpan_TellsTheBatches()
    {
        Server.Commands.Answer = new CommandAnswer { Outcome = Outcome.Done, Batches = 12, Time = Second(1) };
        Assert.Equal(
            "vehicle,batches,answer,reason,answered\ndefault/car1,12,done,,2026-11-22T10:00:01.000000000Z\n",
            await DoneAsync("agent resend --vehicle car1 --from -1m --format csv"));
        Assert.Equal((Second(0), Second(60), 0u), (Server.Commands.Sent!.Resend.FromTime, Server.Commands.Sent.Resend.ToTime, Server.Commands.Sent.WaitMillis));
    }

    [Fact]
    public async Task AgentWarn_AText_TellsTheDisplays()
    {
        Server.Commands.Answer = new CommandAnswer { Outcome = Outcome.Done, Displays = 2, Time = Second(1) };
        Assert.Equal(
            "vehicle,displays,answer,reason,answered\ndefault/car1,2,done,,2026-11-22T10:00:01.000000000Z\n",
            await DoneAsync("agent warn back-to-the-pit --vehicle car1 --severity danger --format csv"));
        Assert.Equal(
            new WarnOrder { Id = "note", Severity = WarnOrder.Types.Severity.Danger, Text = "back-to-the-pit" }, Server.Commands.Sent!.Warn);
        await DoneAsync("agent warn done --vehicle car1 --id pit --over");
        Assert.Equal(
            new WarnOrder { Id = "pit", Severity = WarnOrder.Types.Severity.Warning, Text = "done", Over = true }, Server.Commands.Sent.Warn);
    }

    [Theory]
    [InlineData("agent run start drive --vehicle car1", RunOrder.Types.Action.Start, "drive")]
    [InlineData("agent run stop drive --vehicle car1", RunOrder.Types.Action.Stop, "drive")]
    [InlineData("agent run stop --vehicle car1", RunOrder.Types.Action.Stop, "")]
    public async Task AgentRun_StartOrStop_IsSent(string line, RunOrder.Types.Action action, string name)
    {
        Server.Commands.Answer = new CommandAnswer { Outcome = Outcome.Done };
        await DoneAsync(line);
        Assert.Equal((action, name, "default/car1"), (Server.Commands.Sent!.Run.Action, Server.Commands.Sent.Run.Name, Server.Commands.Sent.Vehicle));
    }
}
