using System.CommandLine;
using AutoValley.Cli.Remote;

namespace AutoValley.Cli.Commands;

/// <summary>A command that asks the server.</summary>
internal abstract class RemoteCommand : Command
{
    protected RemoteCommand(string name, string description, Host host, GlobalOptions global)
        : base(name, description)
    {
        Host = host;
        SetAction(async (parsed, stop) =>
        {
            using var server = new Connection(parsed.GetValue(global.Server)!, parsed.GetValue(global.Timeout), stop);
            await RunAsync(parsed, server);
            return ExitCode.Done;
        });
    }

    protected Host Host { get; }

    /// <summary>Does it; whatever it throws ends the program with a line and a code.</summary>
    protected abstract Task RunAsync(ParseResult parsed, Connection server);
}
