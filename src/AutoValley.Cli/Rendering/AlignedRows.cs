namespace AutoValley.Cli.Rendering;

/// <summary>Lines for a person who watches: columns as wide as the widest cell so far, each line out at once.</summary>
internal sealed class AlignedRows : IRows
{
    private readonly TextWriter output;
    private readonly int[] widths;

    public AlignedRows(TextWriter output, IReadOnlyList<string> columns)
    {
        this.output = output;
        widths = new int[columns.Count];
        Write([.. columns.Select(column => (Cell)column)]);
    }

    public void Write(params ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var text = Printable.Of(TabRows.OneLine(cells[i].ToString()));
            widths[i] = Math.Max(widths[i], text.Length);
            output.Write(i < cells.Length - 1 ? text.PadRight(widths[i] + 2) : text);
        }
        output.Write('\n');
    }

    public void End()
    {
        // Every row went out as it came.
    }
}
