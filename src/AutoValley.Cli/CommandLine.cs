using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AutoValley.Cli.Agents;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Query;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Schemes;
using AutoValley.Cli.Site;
using AutoValley.Cli.Site.Alarms;
using AutoValley.Cli.Site.Bookings;
using AutoValley.Cli.Store;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli;

/// <summary>The tree of commands, and how each of their ends becomes an exit code and at most one line.</summary>
internal static class CommandLine
{
    // @file in an argument is text, and -5m is a time, not three flags.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Host host, CancellationToken stop)
    {
        var global = new GlobalOptions(host);
        var parsed = Root(host, global).Parse(arguments, Parsing);
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, host);
        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var code = await parsed.InvokeAsync(invocation, stop);
            await host.Output.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (Exception failure)
        {
            return Explain(failure, parsed.GetValue(global.Server)!, host, stop);
        }
    }

    private static RootCommand Root(Host host, GlobalOptions global) => new("Telemetry of the test ground, for people and scripts.")
    {
        global.Server,
        global.Timeout,
        new VehiclesCommand(host, global),
        new SignalsCommand(host, global),
        new LatestCommand(host, global),
        new QueryCommand(host, global),
        new AlignCommand(host, global),
        new SearchCommand(host, global),
        new PlotDataCommand(host, global),
        new TailCommand(host, global),
        new Command("runs", "Recorded tests: a name, vehicles and a span of time.")
        {
            new RunsStartCommand(host, global),
            new RunsStopCommand(host, global),
            new RunsListCommand(host, global),
            new RunsShowCommand(host, global),
            new RunsPinCommand(host, global),
        },
        new AgentsCommand(host, global),
        new Command("agent", "The agent on one vehicle.")
        {
            new AgentStatusCommand(host, global),
            new AgentSourcesCommand(host, global),
            new AgentResendCommand(host, global),
            new AgentWarnCommand(host, global),
            new Command("run", "Has the agent start or stop a run.")
            {
                new AgentRunCommand(RunOrder.Types.Action.Start, host, global),
                new AgentRunCommand(RunOrder.Types.Action.Stop, host, global),
            },
        },
        new Command("schemes", "Which samples a vehicle's agent collects.")
        {
            new SchemesSetCommand(host, global),
            new SchemesShowCommand(host, global),
            new SchemesListCommand(host, global),
        },
        Site(host, global),
        new Command("store", "The store on the server's disk: sizes and upkeep.")
        {
            new StoreStatsCommand(host, global),
            new StoreVerifyCommand(host, global),
            new StoreCompactCommand(host, global),
            new StoreBackupCommand(host, global),
        },
        new StatusCommand(host, global),
        new DeadLettersCommand(host, global),
    };

    private static Command Site(Host host, GlobalOptions global) => new("site", "The site: its map, who is where, and who may be.")
    {
        new SiteImportCommand(host, global),
        new SiteValidateCommand(host),
        new SiteListCommand(host, global),
        new SiteShowCommand(host, global),
        new SiteExportCommand(host, global),
        new SiteActivateCommand(host, global),
        new SiteWatchCommand(host, global),
        new SiteVisitsCommand(host, global),
        new SiteVehicleCommand(host, global),
        new SiteClearCommand(host, global),
        new SiteAuditCommand(host, global),
        new Command("alarms", "What must not be on the site, and who knows of it.")
        {
            new AlarmsListCommand(host, global),
            new AlarmsWatchCommand(host, global),
            AlarmActionCommand.Acknowledge(host, global),
            AlarmActionCommand.Reset(host, global),
            new AlarmShelveCommand(host, global),
            AlarmActionCommand.Unshelve(host, global),
        },
        new Command("bookings", "Who may be where and when.")
        {
            new BookingsListCommand(host, global),
            new BookingAddCommand(host, global),
            new BookingChangeCommand(host, global),
            new BookingCancelCommand(host, global),
        },
        new SiteUtilisationCommand(host, global),
    };

    private static int Refuse(ParseResult parsed, Host host)
    {
        var names = parsed.CommandResult.Command is RootCommand ? "autovalley" : "autovalley " + Path(parsed.CommandResult);
        foreach (var error in parsed.Errors)
            host.Error.WriteLine($"{names}: {error.Message}");
        host.Error.WriteLine($"see: {names} --help");
        return ExitCode.WrongUse;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult { Command: not RootCommand } parent
            ? $"{Path(parent)} {command.Command.Name}"
            : command.Command.Name;

    private static int Explain(Exception failure, Uri server, Host host, CancellationToken stop)
    {
        var (code, line) = failure switch
        {
            IOException io when Host.ReaderIsGone(io) => (ExitCode.Done, null),
            OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } when stop.IsCancellationRequested =>
                (ExitCode.Failed, "stopped"),
            CommandException command => (command.ExitCode, command.Message),
            RpcException rpc => (ExitCode.Failed, StatusWords.Of(rpc, server)),
            IOException io => (ExitCode.Failed, $"cannot write: {io.Message}"),
            _ => (ExitCode.Failed, $"internal error, please report it: {failure}"),
        };
        if (line is not null)
            host.Error.WriteLine($"autovalley: {line}");
        FlushIfPossible(host);
        return code;
    }

    /// <summary>What was written before the end belongs to the reader, if there still is one.</summary>
    private static void FlushIfPossible(Host host)
    {
        try
        {
            host.Output.Flush();
        }
        catch (IOException)
        {
            // The reason is told already, or the reader is gone.
        }
    }
}
