namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>The words of a line, one after the other.</summary>
internal ref struct AscWords(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>The next word; empty when there is none.</summary>
    public ReadOnlySpan<byte> Next()
    {
        rest = rest.TrimStart(" \t"u8);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return word;
    }
}
