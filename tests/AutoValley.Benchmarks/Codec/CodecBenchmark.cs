using System.Buffers;
using System.Globalization;
using AutoValley.Benchmarks.Reports;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Benchmarks.Codec;

/// <summary>Speed of reading columns, on one thread and from the caches: 64 Ki values a column.</summary>
internal sealed class CodecBenchmark(int repetitions)
{
    private const int BatchLength = 10;
    private const int ManyColumns = 16;
    private const int WarmUpCounts = 8;

    private int counts;

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        report.Note($"widest level of this processor: {SimdLevels.Best}");
        var all = new List<CodecColumns>();
        try
        {
            all.AddRange(await CodecColumns.RecordedAsync(cancellation));
        }
        catch (BenchmarkException missing)
        {
            report.Note($"without recordings: {missing.Message}");
        }
        all.AddRange(CodecColumns.MadeUp());
        // The first time around, the run-time has not yet compiled for good what is called often.
        counts = WarmUpCounts;
        Measure(all, cancellation);
        counts = repetitions;
        report.Add(Measure(all, cancellation));
    }

    private ReportTable Measure(List<CodecColumns> all, CancellationToken cancellation)
    {
        var table = new ReportTable(
            "Columns: million values a second and thread (CPU time)",
            "columns", "type", "effort", "B/value", "level", "encode", "decode", "summarise", "with deviations", "select", "decode batches of 10");
        foreach (var columns in all)
        {
            foreach (var effort in Enum.GetValues<ColumnEffort>())
                Measure(columns, effort, table, cancellation);
        }
        return table;
    }

    private void Measure(CodecColumns columns, ColumnEffort effort, ReportTable table, CancellationToken cancellation)
    {
        var encoded = columns.Columns.Select(values => Encode(values, columns.IsTimes, effort)).ToArray();
        var batches = columns.Columns.SelectMany(Batches).Select(values => Encode(values, columns.IsTimes, effort)).ToArray();
        double count = columns.Columns.Sum(values => values.Count);
        var room = columns.Columns.Max(values => values.Count);
        var output = new ArrayBufferWriter<byte>((room * 9) + 1024);
        var encode = Speed(columns.Columns, values => Encode(values, columns.IsTimes, effort, output));
        foreach (var level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best))
        {
            cancellation.ThrowIfCancellationRequested();
            table.Add(
                columns.Name, columns.Type, effort.ToString(), (encoded.Sum(bytes => bytes.Length) / count).ToString("F3", CultureInfo.InvariantCulture), level.ToString(),
                encode, Decode(encoded, columns.Type, room, level),
                columns.IsTimes ? "" : Speed(encoded, column => Summarise(column, false, level)),
                columns.IsTimes ? "" : Speed(encoded, column => Summarise(column, true, level)),
                columns.IsTimes ? "" : Select(encoded, level),
                Decode(batches, columns.Type, BatchLength, level));
        }
        string Speed<T>(IReadOnlyList<T> all, Action<T> work) => Rate(count, all, work);
    }

    private string Decode(byte[][] columns, string type, int room, SimdLevel level)
    {
        var count = columns.Sum(column => (double)ColumnCodec.ReadHeader(column).Count);
        var (doubles, integers, booleans) = (new double[room], new long[room], new bool[room]);
        return type switch
        {
            "double" => Rate(count, columns, column => Decode(column, doubles, level)),
            "boolean" => Rate(count, columns, column => Decode(column, booleans, level)),
            _ => Rate(count, columns, column => Decode(column, integers, level)),
        };
    }

    private string Select(byte[][] columns, SimdLevel level)
    {
        var ranges = new List<IndexRange>();
        var count = columns.Sum(column => (double)ColumnCodec.ReadHeader(column).Count);
        return Rate(count, columns, column =>
        {
            ranges.Clear();
            var cursor = new VectorCursor(column, int.MaxValue, level);
            Selection.Select(ref cursor, Interval.Of(new ValueTest(Comparison.Greater, 40)), 0, cursor.Count, ranges);
        });
    }

    /// <summary>Each column's least time, added: a million values a second.</summary>
    private string Rate<T>(double count, IReadOnlyList<T> columns, Action<T> work)
    {
        // Many short columns are one piece of work.
        var nanos = columns.Count > ManyColumns
            ? ThreadTime.NanosOf(() => Each(columns, work), counts)
            : columns.Sum(column => ThreadTime.NanosOf(() => work(column), counts));
        return (count / nanos * 1e3).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static void Each<T>(IReadOnlyList<T> columns, Action<T> work)
    {
        foreach (var column in columns)
            work(column);
    }

    private static void Decode<T>(byte[] column, T[] values, SimdLevel level)
        where T : unmanaged
    {
        var cursor = new VectorCursor(column, values.Length, level);
        Excerpt.Read(ref cursor, 0, values.AsSpan(0, cursor.Count));
    }

    private static void Summarise(byte[] column, bool withDeviations, SimdLevel level)
    {
        var cursor = new VectorCursor(column, int.MaxValue, level);
        ColumnSummary summary = default;
        Stretches.Summarise(ref cursor, [0, cursor.Count], new Span<ColumnSummary>(ref summary), withDeviations);
    }

    private static IEnumerable<Values> Batches(Values values)
    {
        for (var start = 0; start < values.Count; start += BatchLength)
            yield return values.Slice(start, Math.Min(BatchLength, values.Count - start));
    }

    private static byte[] Encode(Values values, bool isTimes, ColumnEffort effort)
    {
        var output = new ArrayBufferWriter<byte>();
        Encode(values, isTimes, effort, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Encode(Values values, bool isTimes, ColumnEffort effort, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        if (isTimes)
            ColumnCodec.EncodeTimes(((Values<long>)values).Items.Span, output, effort);
        else
            ColumnCodec.Encode(values, output, effort);
    }
}
