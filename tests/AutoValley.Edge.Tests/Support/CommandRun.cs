using AutoValley.Edge.Commands;

namespace AutoValley.Edge.Tests.Support;

/// <summary>One run of the command line, as a script sees it.</summary>
internal sealed class CommandRun
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    /// <summary>Lines of standard output.</summary>
    public string[] Output => Lines(output);

    /// <summary>Lines of standard error.</summary>
    public string[] Error => Lines(error);

    public async Task<int> RunAsync(string[] arguments, TimeProvider? clock = null, CancellationToken stop = default)
    {
        var host = new CommandHost { Output = output, Error = TextWriter.Synchronized(error), Clock = clock ?? TimeProvider.System, Variable = _ => null };
        return await CommandLine.RunAsync(arguments, host, stop);
    }

    private static string[] Lines(StringWriter writer)
    {
        lock (writer)
            return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
