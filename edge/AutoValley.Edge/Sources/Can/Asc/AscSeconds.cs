using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>Seconds since a log's date.</summary>
internal static class AscSeconds
{
    /// <summary>False when the word is no number of seconds with decimals.</summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out long nanos) => DecimalSeconds.TryParse(word, out nanos) && word.Contains((byte)'.');
}
