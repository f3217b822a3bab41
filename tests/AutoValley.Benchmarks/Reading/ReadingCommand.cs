using System.CommandLine;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Reading;

/// <summary><c>reading</c>: how small sealed samples are, and what reading them costs, in process.</summary>
internal static class ReadingCommand
{
    public static Command Create()
    {
        var set = new Option<string>("--data") { Description = $"one of {string.Join(", ", DataSetCatalogue.Names)}, speed", DefaultValueFactory = _ => "speed" };
        var samples = new Option<long>("--samples") { Description = "about so many (default: 3,000,000)", DefaultValueFactory = _ => 3_000_000 };
        var seconds = new Option<int>("--segment") { Description = "driving time that is sealed at a time (default: 60 s)", DefaultValueFactory = _ => 60 };
        var command = new Command("reading", "Seals and merges a data set in process; prints bytes a sample by what they are for, and the CPU time of reads.")
        {
            set, samples, seconds,
        };
        command.SetAction((parsed, cancellation) => ReadingBenchmark.RunAsync(
            parsed.GetValue(set)!, parsed.GetValue(samples), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancellation));
        return command;
    }
}
