using System.Buffers.Text;
using System.Text.Unicode;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// Writes lines of InfluxDB's line protocol into memory of its own, which grows and is used again: <c>key field=value,field=value time</c>. Keys are
/// escaped once by <see cref="LineEscapes"/> and copied into each line, so that nothing is allocated a value. Not safe for concurrent use.
/// </summary>
/// <remarks>InfluxData, "Line protocol reference".</remarks>
public sealed class LineProtocolWriter
{
    // The longest number is a double of 24 characters; a separator, a mark of type or a line break with it.
    private const int MaximumNumber = 32;

    private byte[] buffer;
    private int lineStart;

    /// <param name="capacity">Bytes to begin with.</param>
    public LineProtocolWriter(int capacity = 64 * 1024) => buffer = new byte[Math.Max(capacity, MaximumNumber)];

    /// <summary>Bytes of whole lines, each with its line break.</summary>
    public int Length => lineStart;

    /// <summary>How many lines they are.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether the line that was begun has a field.</summary>
    public bool HasField { get; private set; }

    /// <summary>The whole lines. Gone with the next line.</summary>
    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, lineStart);

    private int Position { get; set; }

    /// <summary>Forgets what was written; the memory stays.</summary>
    public void Clear() => (Position, lineStart, Lines, HasField) = (0, 0, 0, false);

    /// <summary>Begins a line; one that was begun and not ended is forgotten.</summary>
    /// <param name="seriesKey">As <see cref="LineEscapes.SeriesKey"/> gives it.</param>
    public void BeginLine(ReadOnlySpan<byte> seriesKey)
    {
        (Position, HasField) = (lineStart, false);
        Reserve(seriesKey.Length + 1);
        Append(seriesKey);
    }

    /// <summary>Adds a double, in the fewest digits that give the same double again.</summary>
    /// <param name="fieldKey">As <see cref="LineEscapes.FieldKey"/> gives it.</param>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentException">It is not: line protocol has no word for it.</exception>
    public void Add(ReadOnlySpan<byte> fieldKey, double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"{value} cannot be said in line protocol", nameof(value));
        BeginField(fieldKey);
        Position += DecimalText.Write(value, buffer.AsSpan(Position));
    }

    /// <summary>Adds an integer.</summary>
    public void Add(ReadOnlySpan<byte> fieldKey, long value)
    {
        BeginField(fieldKey);
        Append(value);
        buffer[Position++] = (byte)'i';
    }

    /// <summary>Adds a boolean.</summary>
    public void Add(ReadOnlySpan<byte> fieldKey, bool value)
    {
        BeginField(fieldKey);
        Append(value ? "true"u8 : "false"u8);
    }

    /// <summary>Adds a text; a half of a character that UTF-16 cannot tell becomes U+FFFD.</summary>
    public void Add(ReadOnlySpan<byte> fieldKey, ReadOnlySpan<char> value)
    {
        BeginField(fieldKey);
        // Three bytes a UTF-16 unit at most, each of them escaped at worst.
        Reserve((value.Length * 4) + MaximumNumber);
        buffer[Position++] = (byte)'"';
        while (value.IndexOfAny('"', '\\') is var mark && mark >= 0)
        {
            Append(value[..mark]);
            buffer[Position++] = (byte)'\\';
            buffer[Position++] = (byte)value[mark];
            value = value[(mark + 1)..];
        }
        Append(value);
        buffer[Position++] = (byte)'"';
    }

    /// <summary>Ends the line with its time.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <exception cref="InvalidOperationException">It has no field.</exception>
    public void EndLine(long time)
    {
        if (!HasField)
            throw new InvalidOperationException("a line has one field or more");
        Reserve(MaximumNumber);
        buffer[Position++] = (byte)' ';
        Append(time);
        buffer[Position++] = (byte)'\n';
        (lineStart, HasField) = (Position, false);
        Lines++;
    }

    private void BeginField(ReadOnlySpan<byte> fieldKey)
    {
        Reserve(fieldKey.Length + MaximumNumber);
        buffer[Position++] = HasField ? (byte)',' : (byte)' ';
        Append(fieldKey);
        HasField = true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(Position));
        Position += bytes.Length;
    }

    private void Append(long value)
    {
        Utf8Formatter.TryFormat(value, buffer.AsSpan(Position), out var written);
        Position += written;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        Utf8.FromUtf16(text, buffer.AsSpan(Position), out _, out var written);
        Position += written;
    }

    private void Reserve(int count)
    {
        if (count > buffer.Length - Position)
            Array.Resize(ref buffer, Math.Max(Position + count, buffer.Length * 2));
    }
}
