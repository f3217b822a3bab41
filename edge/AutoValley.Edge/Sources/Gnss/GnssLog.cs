using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>Opens a receiver's log of any known format, told by its content and not by its name.</summary>
public static class GnssLog
{
    private const int HeadBytes = 4096;

    /// <summary>Opens NMEA 0183 sentences (a line of the first 4 KiB begins with <c>$</c> and a capital letter), else CSV; both plain or gzip.</summary>
    /// <exception cref="SourceException">It cannot be opened, or is neither.</exception>
    public static IRecording Open(string path) => IsNmea(RecordedFile.Head(path, HeadBytes)) ? NmeaRecording.Open(path) : GnssRecording.Open(path);

    private static bool IsNmea(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split((byte)'\n'))
        {
            if (head[range] is [(byte)'$', >= (byte)'A' and <= (byte)'Z', ..])
                return true;
        }
        return false;
    }
}
