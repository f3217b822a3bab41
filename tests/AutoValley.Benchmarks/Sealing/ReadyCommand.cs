using System.CommandLine;

namespace AutoValley.Benchmarks.Sealing;

/// <summary><c>ready</c>: how long a server needs from its start to its first answer.</summary>
internal static class ReadyCommand
{
    public static Command Create()
    {
        var journal = new Option<int>("--journal") { Description = "MiB of journal that is not sealed (default: 1024)", DefaultValueFactory = _ => 1024 };
        var chunks = new Option<int>("--chunks") { Description = "MiB of day files with chunks (default: 0); making 1,024 takes minutes", DefaultValueFactory = _ => 0 };
        var days = new Option<int>("--days") { Description = "empty day files beside them (default: 0)", DefaultValueFactory = _ => 0 };
        var repeat = new Option<int>("--repeat") { Description = "how often (default: 3)", DefaultValueFactory = _ => 3 };
        var fill = new Option<string>("--fill") { Description = "only fills this folder, says so and waits to be killed", Hidden = true };
        var command = new Command("ready", "Fills a store, kills the process that did (SIGKILL), starts a server on it and prints the time until it is ready.")
        {
            journal, chunks, days, repeat, fill,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var benchmark = new ReadyBenchmark((long)parsed.GetValue(journal) << 20, (long)parsed.GetValue(chunks) << 20, parsed.GetValue(days));
            return parsed.GetValue(fill) is { } folder
                ? benchmark.FillAsync(folder, Console.Out, cancellation)
                : benchmark.RunAsync(parsed.GetValue(repeat), Console.Out, cancellation);
        });
        return command;
    }
}
