using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Rows of one shape that go into a batch: all of them, or those that lie in a span of days.</summary>
/// <param name="Rows">Of which.</param>
/// <param name="Chosen">Which; null for all.</param>
internal readonly record struct LinePart(LineRows Rows, int[]? Chosen)
{
    /// <summary>Time of the first row, Unix nanoseconds.</summary>
    public long FirstTime => Rows.Times[Chosen?[0] ?? 0];

    /// <summary>How many rows.</summary>
    public int Count => Chosen?.Length ?? Rows.Count;

    /// <summary>A row's place in <see cref="Rows"/>.</summary>
    public int RowAt(int index) => Chosen?[index] ?? index;

    /// <summary>Adds their times and columns.</summary>
    /// <param name="writer">Gets them.</param>
    /// <param name="shared">Signals that are added otherwise; null for none.</param>
    public void WriteTo(BatchWriter writer, SharedSignals? shared)
    {
        var chosen = Chosen;
        var rows = Rows;
        int? timeBase = null;
        for (var index = 0; index < rows.Columns.Length; index++)
        {
            var (slot, column) = (rows.Shape.Slots[index], rows.Columns[index]);
            if (slot.IsRepeated || shared?.Contains(slot.Signal) == true)
                continue;
            timeBase ??= writer.AddTimes(chosen is null ? rows.Times : Array.ConvertAll(chosen, row => rows.Times[row]));
            writer.AddColumn(slot.Signal, timeBase.Value, chosen is null ? column.Take(0, rows.Count) : column.Take(chosen));
        }
    }
}
