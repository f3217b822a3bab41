namespace AutoValley.Cli.Rendering;

/// <summary>
/// A header line and a line a row, tabs between cells; a tab, newline or backslash of a value is written as \t, \n, \r or \\.
/// </summary>
internal sealed class TabRows : IRows
{
    private readonly TextWriter output;

    public TabRows(TextWriter output, IReadOnlyList<string> columns)
    {
        this.output = output;
        Write([.. columns.Select(column => (Cell)column)]);
    }

    public void Write(params ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                output.Write('\t');
            if (cells[i].IsNumber)
                cells[i].WriteTo(output);
            else
                output.Write(OneLine(cells[i].ToString()));
        }
        output.Write('\n');
    }

    public void End()
    {
        // Every row went out as it came.
    }

    /// <summary>A text that keeps to its cell.</summary>
    public static string OneLine(string text) => text.AsSpan().IndexOfAny("\t\n\r\\") < 0
        ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
}
