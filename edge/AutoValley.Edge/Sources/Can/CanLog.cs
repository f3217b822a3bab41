using System.IO.Compression;
using AutoValley.Edge.Sources.Can.Asc;
using AutoValley.Edge.Sources.Can.Blf;
using AutoValley.Edge.Sources.Can.Csv;
using AutoValley.Edge.Sources.Can.Mf4;

namespace AutoValley.Edge.Sources.Can;

/// <summary>Opens a log of any known format, told by its first bytes and not by its name.</summary>
public static class CanLog
{
    private const int HeadBytes = 64;

    /// <summary>Opens a candump, ASC, BLF, MF4 or python-can CSV file; the text ones may be gzip.</summary>
    /// <exception cref="SourceException">It cannot be opened, or its head is not what its first bytes promise.</exception>
    public static ICanLog Open(string path) => Head(path) switch
    {
        [(byte)'L', (byte)'O', (byte)'G', (byte)'G', ..] => BlfReader.Open(path),
        [(byte)'M', (byte)'D', (byte)'F', (byte)' ', ..] or [(byte)'U', (byte)'n', (byte)'F', (byte)'i', (byte)'n', (byte)'M', (byte)'F', ..] => Mf4Reader.Open(path),
        var head when head.AsSpan().StartsWith("timestamp,"u8) => CsvReader.Open(path),
        var head when head.AsSpan().StartsWith("date "u8) => AscReader.Open(path),
        _ => CandumpReader.Open(path),
    };

    private static byte[] Head(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var head = ReadHead(file);
            if (head is not [0x1F, 0x8B, ..])
                return head;
            file.Position = 0;
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            return ReadHead(plain);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SourceException($"{path}: {exception.Message}", exception);
        }
    }

    private static byte[] ReadHead(Stream stream)
    {
        var head = new byte[HeadBytes];
        return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
    }
}
