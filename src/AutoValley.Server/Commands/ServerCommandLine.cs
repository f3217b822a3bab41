using System.CommandLine;
using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;

namespace AutoValley.Server.Commands;

/// <summary>The server's command line. Exit codes: 0 done, 1 failed, 2 wrong use (an option, a setting, a port, the data folder).</summary>
internal static class ServerCommandLine
{
    private const int WrongUse = 2;

    /// <summary>Runs the server, or one of the further commands given.</summary>
    public static async Task<int> RunAsync(string[] args, IEnumerable<Command> commands, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("AutoValley: telemetry of a test ground. Takes samples over MQTT and gRPC, keeps them, serves them.");
        var run = new RunCommandLine(root, output);
        foreach (var command in commands)
            root.Subcommands.Add(command);
        root.SetAction(run.RunAsync);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync($"{problem.Message} (--help lists the options)");
            return WrongUse;
        }
        try
        {
            // Signals are StopSignal's: the default handler would end the process before the journal is closed.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception problem) when (problem is SettingsException or StartException)
        {
            await error.WriteLineAsync(problem.Message);
            return WrongUse;
        }
    }
}
