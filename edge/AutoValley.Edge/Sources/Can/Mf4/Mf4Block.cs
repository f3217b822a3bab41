namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>
/// A block of an MDF 4 file, little-endian:
/// <code>
/// | 0 .. 3 id, "##.." | 4 .. 7 | 8 .. 15 length of all | 16 .. 23 links | 8 bytes a link: offsets of other blocks, 0 for none | data |
/// </code>
/// </summary>
/// <param name="Id">Its two letters.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Links">Offsets.</param>
/// <param name="DataOffset">Where its data begin.</param>
/// <param name="DataLength">Bytes of them.</param>
internal sealed record Mf4Block(string Id, long Offset, IReadOnlyList<long> Links, long DataOffset, long DataLength);
