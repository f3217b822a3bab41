using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Signals that lines of different looks have. Each is one column, in the order of the lines: of two samples with the same time the later line's counts, and
/// between columns of a batch there is no such order.
/// </summary>
internal sealed class SharedSignals
{
    private readonly Dictionary<uint, List<(LinePart Part, int Slot)>> shared;

    private SharedSignals(Dictionary<uint, List<(LinePart Part, int Slot)>> shared) => this.shared = shared;

    /// <summary>Those of a batch; null when there are none.</summary>
    public static SharedSignals? Of(IReadOnlyList<LinePart> parts)
    {
        if (parts.Count == 1)
            return null;
        var (first, shared) = (new Dictionary<uint, (LinePart, int)>(), new Dictionary<uint, List<(LinePart, int)>>());
        foreach (var part in parts)
        {
            var slots = part.Rows.Shape.Slots;
            for (var index = 0; index < slots.Length; index++)
            {
                if (slots[index].IsRepeated || first.TryAdd(slots[index].Signal, (part, index)))
                    continue;
                if (!shared.TryGetValue(slots[index].Signal, out var all))
                    shared.Add(slots[index].Signal, all = [first[slots[index].Signal]]);
                all.Add((part, index));
            }
        }
        return shared.Count == 0 ? null : new SharedSignals(shared);
    }

    /// <summary>Whether a signal is one of them.</summary>
    public bool Contains(uint signal) => shared.ContainsKey(signal);

    /// <summary>Adds their times and columns.</summary>
    public void WriteTo(BatchWriter writer)
    {
        foreach (var (signal, places) in shared)
        {
            var cells = places.SelectMany(place => Enumerable.Range(0, place.Part.Count).Select(index => (place.Part.Rows, place.Slot, Row: place.Part.RowAt(index))))
                .OrderBy(cell => cell.Rows.Lines[cell.Row]).ToArray();
            var column = LineColumn.Of(cells[0].Rows.Shape.Slots[cells[0].Slot].Kept);
            column.Reserve(cells.Length);
            for (var index = 0; index < cells.Length; index++)
                column.Copy(index, cells[index].Rows.Columns[cells[index].Slot], cells[index].Row);
            writer.AddColumn(signal, writer.AddTimes(Array.ConvertAll(cells, cell => cell.Rows.Times[cell.Row])), column.Take(0, cells.Length));
        }
    }
}
