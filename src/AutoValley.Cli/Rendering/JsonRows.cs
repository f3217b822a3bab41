using System.Text.Encodings.Web;

namespace AutoValley.Cli.Rendering;

/// <summary>
/// One object a line. Numbers have all their digits, 64-bit integers too; a double that is no number is the string NaN, Infinity or
/// -Infinity; what is missing is null.
/// </summary>
internal sealed class JsonRows(TextWriter output, IReadOnlyList<string> columns) : IRows
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly string[] names = [.. columns.Select((column, i) => $"{(i == 0 ? '{' : ',')}\"{Encoder.Encode(column)}\":")];

    public void Write(params ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            output.Write(names[i]);
            WriteValue(cells[i]);
        }
        output.Write("}\n");
    }

    public void End()
    {
        // Every row went out as it came.
    }

    private void WriteValue(Cell cell)
    {
        if (cell.IsMissing)
        {
            output.Write("null");
        }
        else if (cell.IsQuotedInJson)
        {
            output.Write('"');
            Encoder.Encode(output, cell.ToString());
            output.Write('"');
        }
        else
        {
            cell.WriteTo(output);
        }
    }
}
