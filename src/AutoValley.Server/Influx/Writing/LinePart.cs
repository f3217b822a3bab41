using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Rows of one shape that go into a batch: all of them, or those that lie in a span of days.</summary>
/// <param name="Rows">Of which.</param>
/// <param name="Chosen">Which; null for all.</param>
internal readonly record struct LinePart(LineRows Rows, int[]? Chosen)
{
    /// <summary>Time of the first row, Unix nanoseconds.</summary>
    public long FirstTime => Rows.Times[Chosen?[0] ?? 0];

    /// <summary>Adds their times and columns.</summary>
    public void WriteTo(BatchWriter writer)
    {
        var chosen = Chosen;
        var rows = Rows;
        var timeBase = writer.AddTimes(chosen is null ? rows.Times : Array.ConvertAll(chosen, row => rows.Times[row]));
        for (var index = 0; index < rows.Columns.Length; index++)
        {
            var (slot, column) = (rows.Shape.Slots[index], rows.Columns[index]);
            if (!slot.IsRepeated)
                writer.AddColumn(slot.Signal, timeBase, chosen is null ? column.Take(0, rows.Count) : column.Take(chosen));
        }
    }
}
