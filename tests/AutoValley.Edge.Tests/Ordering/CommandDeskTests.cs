using System.Net;
using AutoValley.Edge.Collecting;
using AutoValley.Edge.Driver;
using AutoValley.Edge.Ordering;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Outcome = AutoValley.V1.CommandAnswer.Types.Outcome;

namespace AutoValley.Edge.Tests.Ordering;

public sealed class CommandDeskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KeptLog log = new();
    private readonly Orders orders = new();
    private readonly Collector collector = new(new CollectingSink(), 1 << 16, new CollectingSink());
    private readonly DriverPort driver;
    private readonly CommandDesk desk;

    public CommandDeskTests()
    {
        driver = new DriverPort(() => true, new VirtualTime(), log);
        desk = new CommandDesk(new SchemeKeeper(collector, new SchemeStore(folder.Path, log), log), driver, new VirtualTime(), log);
    }

    public void Dispose()
    {
        driver.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Take_Warning_SaysWhetherItIsSeen()
    {
        var warning = new WarnOrder { Id = "7", Severity = WarnOrder.Types.Severity.Danger, Text = "wrong way" };
        var answer = Take(new AgentCommand { Id = "1", Warn = warning });
        Assert.Equal((Outcome.Refused, "this agent has no displays: give driver.listen in its configuration"), (answer!.Outcome, answer.Reason));
        driver.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        answer = Take(new AgentCommand { Id = "2", Warn = warning });
        Assert.Equal((Outcome.Done, "no display is connected: it is shown as soon as one is", 0U), (answer!.Outcome, answer.Reason, answer.Displays));
        Assert.NotNull(driver.Board.Attach(isOnline: true));
        answer = Take(new AgentCommand { Id = "3", Warn = warning });
        Assert.Equal((Outcome.Done, "", 1U), (answer!.Outcome, answer.Reason, answer.Displays));
    }

    [Theory]
    [InlineData("", 3, "go", "a warning's id is 1 to 64 of A-Z a-z 0-9 . _ -")]
    [InlineData("a b", 3, "go", "a warning's id is 1 to 64 of A-Z a-z 0-9 . _ -")]
    [InlineData("7", 0, "go", "severity 0 is none of notice, warning and danger")]
    [InlineData("7", 9, "go", "severity 9 is none of notice, warning and danger")]
    [InlineData("7", 3, "", "a warning's text is one line of 1 to 200 characters")]
    [InlineData("7", 3, "two\nlines", "a warning's text is one line of 1 to 200 characters")]
    public void Take_UnusableWarning_IsRefused(string id, int severity, string text, string reason)
    {
        driver.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var answer = Take(new AgentCommand { Id = "1", Warn = new WarnOrder { Id = id, Severity = (WarnOrder.Types.Severity)severity, Text = text } });
        Assert.Equal((Outcome.Refused, reason, 0), (answer!.Outcome, answer.Reason, driver.Board.Warnings));
    }

    [Fact]
    public void Take_Schemes_AreInForceAndAnswered()
    {
        var answer = Take(new AgentCommand { Id = "1", Schemes = new SchemeSet { Version = 5 } });
        Assert.Equal(("1", Outcome.Done, "", 5UL, 1_795_348_800_000_000_000), (answer!.Id, answer.Outcome, answer.Reason, answer.SchemesVersion, answer.Time));
        Assert.Equal(5UL, collector.Status.Version);
        answer = Take(new AgentCommand { Id = "2", Schemes = new SchemeSet { Version = 4 } });
        Assert.Equal((Outcome.Refused, "version 4 is older than version 5, which is in force", 5UL), (answer!.Outcome, answer.Reason, answer.SchemesVersion));
    }

    [Fact]
    public void Take_TheSameCommandTwice_IsCarriedOutOnce()
    {
        var start = new AgentCommand { Id = "1", Run = new RunOrder { Action = RunOrder.Types.Action.Start, Name = "drive" } };
        Assert.Equal(Take(start), Take(start));
        Assert.Equal((RunAction.Start, "drive"), Assert.Single(orders.Runs));
        for (var other = 0; other < CommandDesk.MaximumAnswers; other++)
            Take(new AgentCommand { Id = $"other{other}" });
        Take(start);
        Assert.Equal(2, orders.Runs.Count);
    }

    [Fact]
    public void Take_OrdersThatAreWrong_AreRefusedWithTheReason()
    {
        Assert.Equal("this agent does not know such a command", Refused(new AgentCommand()));
        Assert.Equal("action 0 is neither START nor STOP", Refused(new AgentCommand { Run = new RunOrder { Name = "a" } }));
        Assert.Equal("a run's name is 1 to 128 of A-Z a-z 0-9 . _ -", Refused(new AgentCommand { Run = new RunOrder { Action = RunOrder.Types.Action.Start } }));
        Assert.Equal("the range ends before it begins", Refused(new AgentCommand { Resend = new ResendOrder { FromTime = 5, ToTime = 5 } }));
        orders.NoArchive = "no archive";
        Assert.Equal("no archive", Refused(new AgentCommand { Resend = new ResendOrder { FromTime = 5, ToTime = 6 } }));
        Assert.Empty(orders.Runs);
    }

    [Fact]
    public void Take_StopWithoutANameAndResend_AreCarriedOut()
    {
        Assert.Equal(Outcome.Done, Take(new AgentCommand { Id = "1", Run = new RunOrder { Action = RunOrder.Types.Action.Stop } })!.Outcome);
        Assert.Equal((RunAction.Stop, ""), Assert.Single(orders.Runs));
        var answer = Take(new AgentCommand { Id = "2", Resend = new ResendOrder { FromTime = 5, ToTime = 16 } });
        Assert.Equal((Outcome.Done, 11UL), (answer!.Outcome, answer.Batches));
    }

    [Fact]
    public void Take_HostileBytes_AreLeftOutOrAnswered()
    {
        var command = new AgentCommand
        {
            Id = "hostile",
            Schemes = new SchemeSet
            {
                Version = 1,
                Schemes =
                {
                    new V1.CollectionScheme
                    {
                        Name = "a", ValidFrom = 1, Signals = { new V1.SchemeSignal { Name = "CAN.*", Sampling = new V1.Sampling { DeadBand = 1, EveryNanos = 5 } } },
                        Trigger = new V1.SchemeTrigger { Condition = "A > 3 && rising(B)", Mode = V1.SchemeTrigger.Types.Mode.Edge, BeforeNanos = 9 },
                    },
                },
            },
        }.ToByteArray();
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. command];
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var payload = bytes.AsSpan(0, random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length);
            if (desk.Take(payload, orders) is { } answer)
                Assert.NotEqual(Outcome.Unspecified, CommandAnswer.Parser.ParseFrom(answer).Outcome);
        }
        Assert.Null(desk.Take(new byte[SchemeLimits.CommandBytes + 1], orders));
        Assert.Null(desk.Take(new AgentCommand { Id = "a b" }.ToByteArray(), orders));
    }

    private CommandAnswer? Take(AgentCommand command) => desk.Take(command.ToByteArray(), orders) is { } answer ? CommandAnswer.Parser.ParseFrom(answer) : null;

    private string Refused(AgentCommand command)
    {
        command.Id = Guid.NewGuid().ToString();
        var answer = Take(command)!;
        Assert.Equal(Outcome.Refused, answer.Outcome);
        return answer.Reason;
    }

    private sealed class Orders : IOrders
    {
        public List<(RunAction, string)> Runs { get; } = [];

        public string? NoArchive { get; set; }

        public void Run(RunAction action, string name) => Runs.Add((action, name));

        public long Resend(long from, long to) => NoArchive is { } reason ? throw new NotSupportedException(reason) : to - from;
    }
}
