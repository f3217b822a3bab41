using AutoValley.Telemetry;
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
            var count = places.Sum(place => place.Part.Count);
            var (lines, cells) = (new int[count], new (LinePart Part, int Slot, int Row)[count]);
            var next = 0;
            foreach (var (part, slot) in places)
            {
                for (var index = 0; index < part.Count; index++, next++)
                    (lines[next], cells[next]) = (part.Rows.Lines[part.RowAt(index)], (part, slot, part.RowAt(index)));
            }
            // No two are of the same line.
            Array.Sort(lines, cells);
            writer.AddColumn(signal, writer.AddTimes(Array.ConvertAll(cells, cell => cell.Part.Rows.Times[cell.Row])), Join(cells));
        }
    }

    private static Values Join((LinePart Part, int Slot, int Row)[] cells)
    {
        var column = LineColumn.Of(cells[0].Part.Rows.Shape.Slots[cells[0].Slot].Kept);
        column.Reserve(cells.Length);
        for (var index = 0; index < cells.Length; index++)
            column.Copy(index, cells[index].Part.Rows.Columns[cells[index].Slot], cells[index].Row);
        return column.Take(0, cells.Length);
    }
}
