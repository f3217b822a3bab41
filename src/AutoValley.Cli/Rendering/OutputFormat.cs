namespace AutoValley.Cli.Rendering;

/// <summary>How rows are written.</summary>
internal enum OutputFormat
{
    /// <summary>A table on a terminal, else tab-separated lines.</summary>
    Table,

    /// <summary>RFC 4180 with a header line.</summary>
    Csv,

    /// <summary>One object a line.</summary>
    Json,
}
