namespace AutoValley.Server.Site;

/// <summary>A map that somebody brings.</summary>
/// <param name="Content">The bytes of its file.</param>
/// <param name="File">What it is called, for messages and people.</param>
internal sealed record MapImport(ReadOnlyMemory<byte> Content, string File)
{
    /// <summary>Who brings it.</summary>
    public string Person { get; init; } = "";

    /// <summary>What for.</summary>
    public string Note { get; init; } = "";

    /// <summary>The PROJ string that places it instead of its own; empty for its own.</summary>
    public string GeoReference { get; init; } = "";
}
