namespace AutoValley.Cli.Rendering;

/// <summary>Chooses how rows are written.</summary>
internal static class Rows
{
    /// <summary>A writer for rows of these columns.</summary>
    public static IRows To(Host host, OutputFormat format, params IReadOnlyList<string> columns) => format switch
    {
        OutputFormat.Csv => new CsvRows(host.Output, columns),
        OutputFormat.Json => new JsonRows(host.Output, columns),
        _ when host.OutputIsTerminal => new TableRows(host, columns),
        _ => new TabRows(host.Output, columns),
    };

    /// <summary>As <see cref="To"/> for rows that trickle in: lines that appear at once, also on a terminal.</summary>
    public static IRows Live(Host host, OutputFormat format, params IReadOnlyList<string> columns) =>
        format == OutputFormat.Table && host.OutputIsTerminal ? new AlignedRows(host.Output, columns) : To(host, format, columns);

    /// <summary>Writes one thing with many fields: a line a field for people, one row for programs.</summary>
    public static void WriteRecord(Host host, OutputFormat format, IReadOnlyList<(string Name, Cell Value)> fields)
    {
        if (format == OutputFormat.Table)
        {
            var lines = To(host, format, "field", "value");
            foreach (var (name, value) in fields)
                lines.Write(name, value);
            lines.End();
        }
        else
        {
            var row = To(host, format, [.. fields.Select(field => field.Name)]);
            row.Write([.. fields.Select(field => field.Value)]);
            row.End();
        }
    }
}
