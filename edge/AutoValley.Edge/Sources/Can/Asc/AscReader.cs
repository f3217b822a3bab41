using System.Text;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>
/// Reads a Vector ASC log, plain or gzip: classic CAN and CAN FD frames, remote requests and error frames. Channel 1 is <c>can0</c>. Times are those of the
/// trigger block's date (else of the file's), taken as UTC, and the seconds behind it. Lines of other buses and events are passed over.
/// </summary>
public sealed class AscReader : ICanLog
{
    private readonly RecordedLines lines;
    private long start;
    private long time;
    private bool isHex = true;
    private bool isRelative;
    private bool hasDate;
    private long passedOver;

    private AscReader(RecordedLines lines) => this.lines = lines;

    /// <inheritdoc/>
    public string File => lines.File;

    /// <inheritdoc/>
    public CanFrame Frame { get; } = new();

    /// <inheritdoc/>
    public string LeftOut => passedOver == 0 ? "" : $"other lines: {passedOver}";

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static AscReader Open(string path) => new(RecordedLines.Open(path));

    /// <summary>Reads a stream; <paramref name="name"/> stands in errors.</summary>
    public static AscReader Over(string name, Stream stream) => new(RecordedLines.Over(name, stream));

    /// <inheritdoc/>
    public bool Read()
    {
        while (lines.TryRead(out var line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty || TryReadHead(line))
                continue;
            var words = new AscWords(line);
            if (!AscSeconds.TryParse(words.Next(), out var seconds))
            {
                passedOver++;
                continue;
            }
            time = isRelative ? time + seconds : seconds;
            switch (AscFrame.TryParse(words, isHex, Frame))
            {
                case AscLine.Frame:
                    Frame.Time = hasDate ? checked(start + time) : throw lines.Error("a frame comes before any date");
                    return true;
                case AscLine.Other:
                    passedOver++;
                    break;
                default:
                    throw lines.Error("this frame is cut off or has values that no CAN frame has");
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    // Lines that say how to read the others.
    private bool TryReadHead(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("date "u8) || line.StartsWith("Begin Triggerblock"u8) || line.StartsWith("Begin TriggerBlock"u8))
        {
            var text = Encoding.Latin1.GetString(line[(line[0] == 'd' ? "date "u8 : "Begin Triggerblock"u8).Length..]).Trim();
            // A trigger block may have no date, and is then that of the file.
            if (text.Length == 0)
                return true;
            start = AscDate.Parse(text) ?? throw lines.Error($"'{text}' is no date as: Thu Aug 02 04:14:48.230 PM 2018");
            (hasDate, time) = (true, 0);
            return true;
        }
        if (line.StartsWith("base "u8))
        {
            isHex = line.StartsWith("base hex"u8);
            isRelative = line.IndexOf("timestamps relative"u8) > 0;
            return true;
        }
        return line.StartsWith("//"u8) || line.StartsWith(";"u8) || line.IndexOf("internal events logged"u8) >= 0 || line.StartsWith("End Trigger"u8);
    }
}
