using AutoValley.Edge.Sources.Can.Asc;
using AutoValley.Edge.Sources.Can.Blf;
using AutoValley.Edge.Sources.Can.Csv;
using AutoValley.Edge.Sources.Can.Mf4;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can;

/// <summary>Opens a log of any known format, told by its first bytes and not by its name.</summary>
public static class CanLog
{
    private const int HeadBytes = 64;

    /// <summary>Opens a candump, ASC, BLF, MF4 or python-can CSV file; the text ones may be gzip.</summary>
    /// <exception cref="SourceException">It cannot be opened, or its head is not what its first bytes promise.</exception>
    public static ICanLog Open(string path) => RecordedFile.Head(path, HeadBytes) switch
    {
        [(byte)'L', (byte)'O', (byte)'G', (byte)'G', ..] => BlfReader.Open(path),
        [(byte)'M', (byte)'D', (byte)'F', (byte)' ', ..] or [(byte)'U', (byte)'n', (byte)'F', (byte)'i', (byte)'n', (byte)'M', (byte)'F', ..] => Mf4Reader.Open(path),
        var head when head.AsSpan().StartsWith("timestamp,"u8) => CsvReader.Open(path),
        var head when head.AsSpan().StartsWith("date "u8) => AscReader.Open(path),
        _ => CandumpReader.Open(path),
    };
}
