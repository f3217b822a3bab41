using AutoValley.Storage.Sealing;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Turns columns into lines: those with the same times into one line a time. Bodies are cut by their bytes, and the same columns give the same bodies.
/// Not safe for concurrent use.
/// </summary>
internal sealed class StretchLines(InfluxStoreOptions options, RefusedLines refused)
{
    private readonly LineProtocolWriter writer = new(options.BodyBytes + (options.BodyBytes / 4));

    /// <summary>Values written since the last <see cref="Begin"/>.</summary>
    public long Values { get; private set; }

    /// <summary>Lines that fill no body yet.</summary>
    public ReadOnlyMemory<byte> Rest => writer.Written;

    /// <summary>A segment begins.</summary>
    public void Begin()
    {
        writer.Clear();
        Values = 0;
    }

    /// <summary>Forgets the lines that are left.</summary>
    public void Clear() => writer.Clear();

    /// <summary>Adds a stretch; gives each body that is full, to be copied before the next is asked for.</summary>
    /// <param name="stretch">Columns of one session.</param>
    /// <param name="part">Where they go.</param>
    /// <param name="bits">By series id the times at which the part has bits of earlier samples.</param>
    /// <param name="lastBits">Told the latest time of bits written.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Write(
        IReadOnlyList<SealedColumn> stretch, ulong part, IReadOnlyDictionary<int, HashSet<long>> bits, Action<long> lastBits)
    {
        var key = InfluxNames.SeriesKey(stretch[0].Session, part);
        // Whose times are the same memory came with the same time bases.
        foreach (var together in stretch.GroupBy(column => column.Samples.Times))
        {
            var fields = together
                .Select(column => FieldColumn.Of(column, bits.GetValueOrDefault(column.Series.Id), options.MaximumTextBytes, refused)).ToArray();
            var (first, end) = Within(together.Key.Span, fields);
            for (var row = first; row < end; row++)
            {
                WriteLine(key, together.Key.Span[row], fields, row);
                if (writer.Length < options.BodyBytes)
                    continue;
                yield return writer.Written;
                writer.Clear();
            }
            if (fields.Max(field => field.LastBits) is { } last)
                lastBits(last);
        }
    }

    private void WriteLine(byte[] key, long time, FieldColumn[] fields, int row)
    {
        writer.BeginLine(key);
        foreach (var field in fields)
            Values += field.Write(writer, row) ? 1 : 0;
        if (writer.HasField)
            writer.EndLine(time);
    }

    // Times are ascending: what InfluxDB does not have lies at the ends.
    private (int First, int End) Within(ReadOnlySpan<long> times, FieldColumn[] fields)
    {
        var (first, end) = (0, times.Length);
        while (first < end && times[first] < InfluxNames.FirstTime)
            first++;
        while (end > first && times[end - 1] > InfluxNames.LastTime)
            end--;
        if (first > 0 || end < times.Length)
        {
            foreach (var field in fields)
                refused.AddTimes(field.Column, times.Length - (end - first), first > 0 ? times[0] : times[^1]);
        }
        return (first, end);
    }
}
