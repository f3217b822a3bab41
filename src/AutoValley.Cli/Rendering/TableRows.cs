using Spectre.Console;

namespace AutoValley.Cli.Rendering;

/// <summary>Tables for a terminal, a new one after so many rows, so that a long answer needs no more memory than a short one.</summary>
internal sealed class TableRows : IRows
{
    private const int RowsATable = 1_000;

    private readonly IAnsiConsole console;
    private readonly IReadOnlyList<string> columns;
    private readonly List<Cell[]> rows = [];
    private bool begun;

    public TableRows(Host host, IReadOnlyList<string> columns)
    {
        this.columns = columns;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(host),
        });
    }

    public void Write(params ReadOnlySpan<Cell> cells)
    {
        rows.Add(cells.ToArray());
        if (rows.Count == RowsATable)
            Render();
    }

    public void End()
    {
        if (rows.Count > 0 || !begun)
            Render();
    }

    private void Render()
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Count; i++)
        {
            var column = new TableColumn(new Text(columns[i]));
            table.AddColumn(rows.Count > 0 && rows.All(row => row[i].IsNumber || row[i].IsMissing) ? column.RightAligned() : column);
        }
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Printable.Of(TabRows.OneLine(cell.ToString())))));
        console.Write(table);
        rows.Clear();
        begun = true;
    }

    private sealed class TerminalOutput(Host host) : IAnsiConsoleOutput
    {
        public TextWriter Writer => host.Output;

        public bool IsTerminal => true;

        public int Width => host.Width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The writer has its own.
        }
    }
}
