using System.Text;

namespace AutoValley.Benchmarks.Reports;

/// <summary>A table of text: aligned for a terminal, or as Markdown.</summary>
internal sealed class ReportTable(string title, params IReadOnlyList<string> columns)
{
    private readonly List<string[]> rows = [];

    /// <summary>What it shows.</summary>
    public string Title => title;

    public bool HasRows => rows.Count > 0;

    /// <summary>Adds a row, as many cells as columns.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>With spaces between; the first two columns to the left, numbers to the right.</summary>
    public string ToText()
    {
        var widths = columns.Select((column, index) => rows.Select(row => row[index].Length).Append(column.Length).Max()).ToArray();
        var text = new StringBuilder().AppendLine(title).AppendLine();
        string Padded(string cell, int column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
        foreach (var row in rows.Prepend([.. columns]))
            text.AppendLine(string.Join("  ", row.Select(Padded)).TrimEnd());
        return text.ToString();
    }

    /// <summary>As GitHub draws it.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().AppendLine($"### {title}").AppendLine();
        text.AppendLine($"| {string.Join(" | ", columns)} |");
        text.AppendLine($"| {string.Join(" | ", columns.Select((_, index) => index < 2 ? "---" : "---:"))} |");
        foreach (var row in rows)
            text.AppendLine($"| {string.Join(" | ", row)} |");
        return text.ToString();
    }
}
