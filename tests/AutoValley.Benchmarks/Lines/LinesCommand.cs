using System.CommandLine;
using System.Diagnostics;
using AutoValley.Benchmarks.Reports;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Benchmarks.Lines;

/// <summary><c>lines</c>: what writing line protocol costs on one thread.</summary>
internal static class LinesCommand
{
    private const int Fields = 40;
    private const int Rows = 1_000;
    private const int Repetitions = 200;

    public static Command Create()
    {
        var markdown = new Option<string?>("--markdown") { Description = "also writes the tables to this file" };
        var command = new Command("lines", "Line protocol as the InfluxDB back end writes it, 40 signals a line: values/s on one thread, bytes a value, bytes allocated.") { markdown };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, _) =>
            {
                Run(report);
                return Task.CompletedTask;
            },
            cancellation));
        return command;
    }

    private static void Run(Report report)
    {
        var table = new ReportTable($"Line protocol out, {Fields} values a line, on one thread", "values", "M values/s", "bytes a value", "bytes allocated");
        foreach (var (name, value) in new (string, Func<int, double>)[]
        {
            ("doubles of two decimals", row => row % 20_000 * 0.01), ("doubles of 17 digits", row => Math.Sqrt(row + 0.5)), ("whole doubles", row => row),
        })
        {
            Measure(table, name, Enumerable.Range(0, Rows * Fields).Select(value).ToArray(), static (writer, key, one) => writer.Add(key, one));
        }
        Measure(table, "integers", Enumerable.Range(0, Rows * Fields).Select(row => (long)row * 7).ToArray(), static (writer, key, one) => writer.Add(key, one));
        Measure(table, "booleans", Enumerable.Range(0, Rows * Fields).Select(row => row % 3 == 0).ToArray(), static (writer, key, one) => writer.Add(key, one));
        report.Add(table);
    }

    // The least of many short repetitions, so that other load does not count.
    private static void Measure<T>(ReportTable table, string name, T[] values, Action<LineProtocolWriter, byte[], T> add)
    {
        var series = LineEscapes.SeriesKey(
            "telemetry", [("organisation", "acme"), ("part", "1"), ("session", new string('0', 32)), ("vehicle", "shuttle-1")]);
        var keys = Enumerable.Range(0, Fields).Select(field => LineEscapes.FieldKey($"Vehicle.Signal{field:D2}")).ToArray();
        var (writer, least, allocated) = (new LineProtocolWriter(8 << 20), double.MaxValue, long.MaxValue);
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            writer.Clear();
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var row = 0; row < Rows; row++)
            {
                writer.BeginLine(series);
                for (var field = 0; field < Fields; field++)
                    add(writer, keys[field], values[(row * Fields) + field]);
                writer.EndLine(1_700_000_000_000_000_000 + (row * 10_000_000L));
            }
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        table.Add(name, $"{values.Length / least / 1e6:F1}", $"{writer.Length / (double)values.Length:F2}", $"{allocated}");
    }
}
