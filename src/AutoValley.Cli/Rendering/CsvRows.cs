using System.Buffers;

namespace AutoValley.Cli.Rendering;

/// <summary>RFC 4180 but for the line's end, which is a newline alone.</summary>
internal sealed class CsvRows : IRows
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private readonly TextWriter output;

    public CsvRows(TextWriter output, IReadOnlyList<string> columns)
    {
        this.output = output;
        Write([.. columns.Select(column => (Cell)column)]);
    }

    public void Write(params ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                output.Write(',');
            if (cells[i].IsNumber)
                cells[i].WriteTo(output);
            else
                WriteText(cells[i].ToString());
        }
        output.Write('\n');
    }

    public void End()
    {
        // Every row went out as it came.
    }

    private void WriteText(string text)
    {
        if (text.AsSpan().ContainsAny(Special))
            output.Write($"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        else
            output.Write(text);
    }
}
