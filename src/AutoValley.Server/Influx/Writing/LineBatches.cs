using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Cuts a vehicle's rows into what a batch may hold: so many columns, and samples of one UTC day, as they are sealed by days.</summary>
internal static class LineBatches
{
    /// <summary>Batches in order of their days; rows keep their order.</summary>
    public static IEnumerable<IReadOnlyList<LinePart>> Cut(IEnumerable<LineRows> rows, int maximumColumns)
    {
        var days = new SortedDictionary<int, List<LinePart>>();
        foreach (var one in rows)
        {
            foreach (var (day, part) in ByDay(one))
            {
                if (!days.TryGetValue(day, out var parts))
                    days.Add(day, parts = []);
                parts.Add(part);
            }
        }
        return days.Values.SelectMany(parts => ByColumns(parts, maximumColumns));
    }

    /// <summary>How many lines a batch has something of.</summary>
    public static int CountLines(IReadOnlyList<LinePart> parts)
    {
        var (count, lines) = (0, new HashSet<int>());
        foreach (var part in parts)
        {
            for (var index = 0; part.Rows.AreOfFields && index < part.Count; index++)
                lines.Add(part.Rows.Lines[part.RowAt(index)]);
            count += part.Rows.AreOfFields ? 0 : part.Count;
        }
        return count + lines.Count;
    }

    private static IEnumerable<IReadOnlyList<LinePart>> ByColumns(List<LinePart> parts, int maximum)
    {
        var (batch, columns) = (new List<LinePart>(), 0);
        foreach (var part in parts)
        {
            if (columns > 0 && columns + part.Rows.Columns.Length > maximum)
            {
                yield return batch;
                (batch, columns) = ([], 0);
            }
            batch.Add(part);
            columns += part.Rows.Columns.Length;
        }
        yield return batch;
    }

    private static IEnumerable<(int Day, LinePart Part)> ByDay(LineRows rows)
    {
        var (least, greatest) = (rows.Times[0], rows.Times[0]);
        foreach (var time in rows.Times)
            (least, greatest) = (Math.Min(least, time), Math.Max(greatest, time));
        if (UnixTime.DayOf(least) == UnixTime.DayOf(greatest))
            return [(UnixTime.DayOf(least), new LinePart(rows, null))];
        var days = rows.Times.ToArray();
        return Enumerable.Range(0, rows.Count).GroupBy(row => UnixTime.DayOf(days[row])).Select(day => (day.Key, new LinePart(rows, [.. day])));
    }
}
