using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Query;

/// <summary>Writes aligned rows: the time, then a cell for each signal, which is missing where the signal has no value.</summary>
internal sealed class AlignedTable
{
    private readonly IRows rows;
    private readonly Cell[] cells;

    /// <param name="host">Takes the rows.</param>
    /// <param name="format">How.</param>
    /// <param name="first">Names the columns. Of several vehicles they are named vehicle:signal.</param>
    public AlignedTable(Host host, OutputFormat format, AlignResponse first)
    {
        var isFleet = first.Columns.DistinctBy(column => column.Vehicle).Count() > 1;
        var names = first.Columns.Select(column => isFleet ? $"{column.Vehicle}:{column.Signal}" : column.Signal);
        rows = Rows.To(host, format, ["time", .. names]);
        cells = new Cell[1 + first.Columns.Count];
    }

    /// <summary>Writes the rows of a response.</summary>
    /// <returns>How many there are.</returns>
    public int Write(AlignResponse response)
    {
        if (response.Columns.Count != cells.Length - 1)
            throw CommandException.Failed("the server sent rows with other columns than before");
        PlainColumn[] columns = [.. response.Columns.Select(
            column => PlainColumn.Read(column.Signal, response.Times, response.BaseTime, column.Column))];
        var count = response.Times.Plain.Deltas.Count;
        var time = response.BaseTime;
        for (var row = 0; row < count; row++)
        {
            cells[0] = Cell.Time(time += response.Times.Plain.Deltas[row]);
            for (var column = 0; column < columns.Length; column++)
                cells[1 + column] = IsPresent(response.Columns[column], row) ? columns[column][row] : default;
            rows.Write(cells);
        }
        return count;
    }

    /// <summary>Writes what is held back.</summary>
    public void End() => rows.End();

    private static bool IsPresent(AlignedColumn column, int row) =>
        column.Present.IsEmpty || (row / 8 < column.Present.Length && (column.Present[row / 8] & (1 << (row % 8))) != 0);
}
