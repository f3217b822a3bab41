using System.Buffers;
using System.Text;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Lines of a body that were refused, with reasons: all are counted, the first hundred are told, and as many of the first as a dead letter holds are kept.</summary>
internal sealed class LineFaultLog
{
    private const int MaximumTold = 100;
    private const int MaximumShownBytes = 256;

    // As much as a dead letter keeps.
    private const int MaximumKeptBytes = 16 << 10;

    private readonly List<string> told = [];
    private readonly ArrayBufferWriter<byte> lines = new();
    private readonly Lock gate = new();

    /// <summary>Lines that were refused.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the first, from 1; 0 when there is none.</summary>
    public int FirstLine { get; private set; }

    /// <summary>The first of them as they came, for the dead letter.</summary>
    public byte[] Lines => lines.WrittenSpan.ToArray();

    /// <summary>What was wrong, a line each, as InfluxDB says it.</summary>
    public string Text => string.Join('\n', told) + (Count > told.Count ? $"\n… and {Count - told.Count} lines more" : "");

    /// <summary>Refuses the line that the reader is at.</summary>
    public void Add(in LineProtocolReader reader, string reason)
    {
        var line = reader.LineText;
        if (FirstLine == 0)
            FirstLine = reader.LineNumber;
        // Of a first line that is longer, its beginning.
        if (lines.WrittenCount == 0 || lines.WrittenCount + line.Length < MaximumKeptBytes)
        {
            lines.Write(line[..Math.Min(line.Length, MaximumKeptBytes - 1)]);
            lines.Write("\n"u8);
        }
        Add(1, told.Count < MaximumTold ? $"unable to parse '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaximumShownBytes)])}': {reason}" : "");
    }

    /// <summary>Refuses lines that were read, as their batch cannot be taken; also while others are read.</summary>
    public void Add(int count, string reason)
    {
        lock (gate)
        {
            Count += count;
            if (told.Count < MaximumTold)
                told.Add(reason);
        }
    }
}
