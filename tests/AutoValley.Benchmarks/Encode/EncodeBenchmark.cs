using System.Buffers;
using System.Diagnostics;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Benchmarks.Encode;

/// <summary>Time and bytes of encoding on one thread; the least of many short repetitions, so that other load does not count.</summary>
internal static class EncodeBenchmark
{
    private const int LongColumn = 32 * 1024;
    private const int Repetitions = 60;
    private const int RepetitionsOfRecordings = 5;
    private const double RepetitionNanos = 300_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly int[] Lengths = [1, 10, 100, 1024];

    /// <summary>Bytes of recordings alone.</summary>
    public static async Task<int> RunSizesAsync(string data, TextWriter output, CancellationToken cancellation)
    {
        foreach (var column in TypicalColumns.Of(LongColumn))
            await output.WriteLineAsync($"{column.Name,-26}{Size(column) / (double)LongColumn,80:F3}");
        await PrintAllAsync(data, _ => 1, output, cancellation);
        return 0;
    }

    public static async Task<int> RunAsync(string data, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{"shape",-26}{string.Concat(Lengths.Select(length => $"{$"ns of {length}",12}"))}{"M values/s",14}{"bytes/value",13}");
        var columns = Lengths.Append(LongColumn).Select(length => TypicalColumns.Of(length).ToArray()).ToArray();
        // Until the compiler has seen what is hot.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
            _ = columns.Sum(all => all.Sum(Size));
        for (var shape = 0; shape < columns[0].Length; shape++)
        {
            var nanos = columns.Select(all => Nanos(all[shape], Repetitions)).ToArray();
            var bytes = Size(columns[^1][shape]) / (double)LongColumn;
            await output.WriteLineAsync(
                $"{columns[0][shape].Name,-26}{string.Concat(nanos[..^1].Select(one => $"{one,12:N0}"))}{LongColumn / nanos[^1] * 1e3,14:N0}{bytes,13:F3}");
        }
        await output.WriteLineAsync();
        await PrintAllAsync(data, column => Nanos(column, RepetitionsOfRecordings), output, cancellation);
        return 0;
    }

    private static async Task PrintAllAsync(string data, Func<NamedColumn, double> nanos, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{"data set",-26}{"columns",12}{"values",12}{"M values/s",12}{"bytes/value",14}{"kept",10}{"entropy",13}{"batches",13}");
        await PrintAsync("site, simulated", await DataSets.SiteAsync(cancellation), nanos, output);
        if (!Directory.Exists(data))
            return;
        await PrintAsync("RAV4, two CAN buses", await DataSets.Rav4Async(data, cancellation), nanos, output);
        await PrintAsync("SUMO Mcity", [.. DataSets.Sumo(data)], nanos, output);
    }

    private static async Task PrintAsync(string name, IReadOnlyList<NamedColumn> columns, Func<NamedColumn, double> nanosOf, TextWriter output)
    {
        foreach (var (part, some) in new[]
        {
            ("times", columns.Where(IsTimes)), ("values", columns.Where(column => !IsTimes(column))),
        })
        {
            var chosen = some.ToArray();
            double values = chosen.Sum(column => column.Values.Count);
            var nanos = chosen.Sum(nanosOf);
            // As in batches of ten values: what a vehicle sends.
            var batches = chosen.Sum(column => Cut(column, 10).Sum(Size));
            await output.WriteLineAsync(
                $"{$"{name}: {part}",-26}{chosen.Length,12:N0}{values,12:N0}{values / nanos * 1e3,12:N0}{chosen.Sum(Size) / values,14:F3}{chosen.Sum(KeptSize) / values,10:F3}" +
                $"{chosen.Sum(column => Entropy.Bytes(column.Values)) / values,13:F3}{batches / values,13:F3}");
        }
    }

    private static bool IsTimes(NamedColumn column) => column.Name.Contains("times", StringComparison.Ordinal);

    private static IEnumerable<NamedColumn> Cut(NamedColumn column, int length)
    {
        for (var start = 0; start < column.Values.Count; start += length)
            yield return new(column.Name, column.Values.Slice(start, Math.Min(length, column.Values.Count - start)));
    }

    private static int Size(NamedColumn column) => Size(column, ColumnEffort.Fast);

    private static int KeptSize(NamedColumn column) => Size(column, ColumnEffort.Smallest);

    private static int Size(NamedColumn column, ColumnEffort effort)
    {
        var output = new ArrayBufferWriter<byte>();
        Encode(column, output, effort);
        return output.WrittenCount;
    }

    /// <summary>Nanoseconds to encode the column once.</summary>
    private static double Nanos(NamedColumn column, int repetitions)
    {
        var output = new ArrayBufferWriter<byte>((column.Values.Count * 9) + 1024);
        var rounds = 1;
        var least = double.MaxValue;
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var round = 0; round < rounds; round++)
                Encode(column, output);
            var nanos = Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
            least = Math.Min(least, nanos);
            rounds = Math.Max(rounds, (int)(RepetitionNanos / nanos / 4));
        }
        return least;
    }

    private static void Encode(NamedColumn column, ArrayBufferWriter<byte> output, ColumnEffort effort = ColumnEffort.Fast)
    {
        output.ResetWrittenCount();
        if (IsTimes(column))
            ColumnCodec.EncodeTimes(((Values<long>)column.Values).Items.Span, output, effort);
        else
            ColumnCodec.Encode(column.Values, output, effort);
    }
}
