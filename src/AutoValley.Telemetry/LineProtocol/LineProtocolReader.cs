using System.Text.Unicode;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// Reads InfluxDB's line protocol, line by line and field by field, without allocating: <c>measurement,tag=value field=1.5,other=2i 1790000000000000000</c>.
/// A line that is wrong gives its <see cref="Fault"/>, and the next one is read from the next newline on. Names are given as they came, with escapes, so that who knows
/// them already need not read them again; <see cref="LineEscapes"/> takes these out. Source: InfluxData's documentation of line protocol; where that leaves something
/// open, the reference decoder's answers.
/// </summary>
/// <param name="text">Lines; it must not change meanwhile.</param>
public ref struct LineProtocolReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;
    private int lineStart;
    private int fieldsStart;
    private LineSection section = LineSection.End;
    private LineValue value;

    /// <summary>What is wrong with the line, as far as it was read.</summary>
    public LineFault Fault { get; private set; }

    /// <summary>Measurement and tags of the line, for <see cref="LineKeyReader"/>.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Name of the field that was read last, escapes as they came.</summary>
    public ReadOnlySpan<byte> FieldName { get; private set; }

    /// <summary>Its value.</summary>
    public readonly LineValue Value => value;

    /// <summary>The line's number in the text, from 1; it is counted when it is asked for.</summary>
    public readonly int LineNumber => text[..lineStart].Count((byte)'\n') + 1;

    /// <summary>The line as far as its first newline.</summary>
    public readonly ReadOnlySpan<byte> LineText
    {
        get
        {
            var rest = text[lineStart..];
            var end = rest.IndexOf((byte)'\n');
            return (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
        }
    }

    /// <summary>Moves on to the next line that says something, whatever was read of the one before. False when there is none.</summary>
    public bool NextLine()
    {
        if (section != LineSection.End)
            SkipLine();
        Fault = LineFault.None;
        Key = default;
        if (!SkipBlank())
            return false;
        (lineStart, section) = (position, LineSection.Fields);
        if (!TakeKey())
            return true;
        SkipSpaces();
        fieldsStart = position;
        return true;
    }

    /// <summary>Reads the next field; false when there is none, or a <see cref="Fault"/>.</summary>
    public bool NextField() => section == LineSection.Fields && Fault == LineFault.None && ReadName() && ReadValue();

    /// <summary>Reads the next field if it is the one that is expected; else, or with a <see cref="Fault"/>, it is not read.</summary>
    /// <param name="name">Its name as it was given before, and <c>=</c>.</param>
    public bool NextField(ReadOnlySpan<byte> name)
    {
        if (section != LineSection.Fields || Fault != LineFault.None || !text[position..].StartsWith(name))
            return false;
        position += name.Length;
        return ReadValue();
    }

    /// <summary>Goes back to the line's first field.</summary>
    public void RestartFields() => (position, section, Fault) = (fieldsStart, LineSection.Fields, LineFault.None);

    /// <summary>Whether all fields were read.</summary>
    public readonly bool IsBehindFields => section != LineSection.Fields;

    /// <summary>Reads the line's time, when its fields were read.</summary>
    /// <param name="precision">Its unit.</param>
    /// <param name="now">For a line that says none, Unix nanoseconds.</param>
    /// <param name="nanos">Unix nanoseconds.</param>
    /// <returns>False with a <see cref="Fault"/>.</returns>
    public bool ReadTime(LinePrecision precision, long now, out long nanos)
    {
        nanos = precision.Truncate(now);
        if (Fault != LineFault.None)
            return false;
        if (section != LineSection.Time)
            return true;
        var token = text[position..];
        var end = token.IndexOfAny(LineBytes.ValueEnds);
        token = end < 0 ? token : token[..end];
        if (!LineNumbers.TryReadInteger(token, out var time, out var isOutOfRange))
            return Fail(isOutOfRange ? LineFault.TimeOutOfRange : LineFault.BadTime);
        position += token.Length;
        if (position < text.Length && text[position] == ',')
            return Fail(LineFault.BadTime);
        SkipSpaces();
        if (!TakeEnd())
            return Fail(LineFault.BadTime);
        section = LineSection.End;
        return precision.TryToNanos(time, out nanos) || Fail(LineFault.TimeOutOfRange);
    }

    private bool TakeKey()
    {
        var start = position;
        while (true)
        {
            var found = text[position..].IndexOfAny(LineBytes.KeyEnds);
            position = found < 0 ? text.Length : position + found;
            if (found < 0 || text[position] == '\n' || position == start || text[position - 1] != '\\')
                break;
            position++;
        }
        Key = text[start..position];
        if (position < text.Length && text[position] == ' ')
            return true;
        return Fail(LineFault.MissingFields);
    }

    private bool ReadName()
    {
        var start = position;
        for (; position < text.Length; position++)
        {
            var one = text[position];
            if (one is (byte)'=' or (byte)',' or (byte)' ')
            {
                if (position == start || text[position - 1] != '\\')
                    break;
            }
            else if (LineBytes.IsControl(one))
            {
                break;
            }
        }
        FieldName = text[start..position];
        if (FieldName.IsEmpty || position == text.Length || text[position] != '=')
            return Fail(!FieldName.IsEmpty ? LineFault.MissingFieldValue : start == fieldsStart ? LineFault.MissingFields : LineFault.MissingFieldKey);
        position++;
        return Utf8.IsValid(FieldName) || Fail(LineFault.NotUtf8);
    }

    private bool ReadValue()
    {
        if (position == text.Length)
            return Fail(LineFault.MissingFieldValue);
        var rest = text[position..];
        var fault = rest[0] == '"' ? LineValue.ReadText(rest, out value, out var length) : LineValue.ReadPlain(rest, out value, out length);
        if (fault != LineFault.None)
            return Fail(fault);
        position += length;
        if (position < text.Length && text[position] == ',')
        {
            position++;
            return true;
        }
        if (position < text.Length && text[position] is not ((byte)' ' or (byte)'\n' or (byte)'\r'))
            return Fail(LineFault.AfterValue);
        SkipSpaces();
        section = TakeEnd() ? LineSection.End : LineSection.Time;
        return true;
    }

    private void SkipSpaces()
    {
        while (position < text.Length && text[position] == ' ')
            position++;
    }

    // Takes a newline, with or without a carriage return before it, or the end of all.
    private bool TakeEnd()
    {
        if (position == text.Length)
            return true;
        if (text[position] == '\r' && (position + 1 == text.Length || text[position + 1] == '\n'))
            position++;
        if (position < text.Length && text[position] != '\n')
            return false;
        position = Math.Min(position + 1, text.Length);
        return true;
    }

    private void SkipLine()
    {
        var found = text[position..].IndexOf((byte)'\n');
        position = found < 0 ? text.Length : position + found + 1;
        section = LineSection.End;
    }

    // Empty lines and comments. Of a comment that none may be, the line is given as any.
    private bool SkipBlank()
    {
        while (position < text.Length)
        {
            var start = position;
            SkipSpaces();
            if (position < text.Length && text[position] == '#')
            {
                var rest = text[position..];
                var control = LineBytes.IndexOfControl(rest);
                position = control < 0 ? text.Length : position + control;
                if (TakeEnd())
                    continue;
                position = start;
                return true;
            }
            if (position < text.Length && (text[position] is not ((byte)'\n' or (byte)'\r') || !TakeEnd()))
                return true;
        }
        return false;
    }

    private bool Fail(LineFault fault)
    {
        Fault = fault;
        if (section == LineSection.End)
            return false;
        section = LineSection.Broken;
        return false;
    }
}
