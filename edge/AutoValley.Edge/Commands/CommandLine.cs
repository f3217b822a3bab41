using System.CommandLine;
using System.CommandLine.Invocation;

namespace AutoValley.Edge.Commands;

/// <summary>The tree of commands, and how each of their ends becomes an exit code and a clear line.</summary>
internal static class CommandLine
{
    private const string Name = "autovalley-edge";

    // @file in an argument is text.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandHost host, CancellationToken stop)
    {
        var root = new RootCommand("AutoValley's agent on a vehicle: from sources to the server, through a spool that loses nothing.") { new RunAgentCommand(host), new ReplayCommand(host), new DoctorCommand(host) };
        var parsed = root.Parse(arguments, Parsing);
        if (parsed.Action is ParseErrorAction)
            return await RefuseAsync(host, parsed.Errors.Select(error => error.Message));
        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, stop);
        }
        catch (WrongUseException error)
        {
            return await RefuseAsync(host, error.Message.Split('\n'));
        }
    }

    private static async Task<int> RefuseAsync(CommandHost host, IEnumerable<string> errors)
    {
        foreach (var error in errors)
            await host.Error.WriteLineAsync($"{Name}: {error}");
        return ExitCode.WrongUse;
    }
}
