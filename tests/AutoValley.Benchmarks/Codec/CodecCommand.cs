using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Codec;

/// <summary><c>codec</c>: how fast columns are decoded, summarised and searched.</summary>
internal static class CodecCommand
{
    public static Command Create()
    {
        var repetitions = new Option<int>("--repetitions") { Description = "the least CPU time of so many counts (default: 60)", DefaultValueFactory = _ => 60 };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the tables to this file" };
        var command = new Command("codec", "Million values a second and thread: decode, decode and summarise, decode and filter, by each SIMD level.") { repetitions, markdown };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, stop) => new CodecBenchmark(parsed.GetValue(repetitions)).RunAsync(report, stop), cancellation));
        return command;
    }
}
