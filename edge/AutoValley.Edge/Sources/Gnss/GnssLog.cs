using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>Opens a receiver's log of any known format, told by its content and not by its name.</summary>
public static class GnssLog
{
    private const int HeadBytes = 4096;

    /// <summary>Opens NMEA 0183 sentences (a line of the first 4 KiB begins with <c>$</c> and a capital letter), else CSV; both plain or gzip.</summary>
    /// <exception cref="SourceException">It cannot be opened, or is neither.</exception>
    public static IRecording Open(string path) => IsNmea(Head(path)) ? NmeaRecording.Open(path) : GnssRecording.Open(path);

    private static bool IsNmea(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split((byte)'\n'))
        {
            if (head[range] is [(byte)'$', >= (byte)'A' and <= (byte)'Z', ..])
                return true;
        }
        return false;
    }

    private static byte[] Head(string path)
    {
        using var stream = RecordedFile.Open(path);
        try
        {
            var head = new byte[HeadBytes];
            return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new SourceException($"{path}: {exception.Message}", exception);
        }
    }
}
