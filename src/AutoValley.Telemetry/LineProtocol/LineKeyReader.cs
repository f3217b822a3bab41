using System.Text.Unicode;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// Reads what a line's values belong to: <c>measurement,key=value,key=value</c> with its escapes, as <see cref="LineProtocolReader.Key"/> gives it.
/// Source: InfluxData's documentation of line protocol, and for what that leaves open the answers of its reference decoder.
/// </summary>
/// <param name="key">Up to the first space that is not escaped.</param>
public ref struct LineKeyReader(ReadOnlySpan<byte> key)
{
    /// <summary>Longest measurement with tags, in bytes; as InfluxDB has it.</summary>
    public const int MaximumKeyBytes = 65_535;

    /// <summary>Tags of a line at most.</summary>
    public const int MaximumTags = 256;

    private readonly ReadOnlySpan<byte> key = key;
    private int position;
    private int tags;
    private int tagsStart;

    /// <summary>What is wrong with it.</summary>
    public LineFault Fault { get; private set; }

    /// <summary>Of the tag that was read last, escapes as they came.</summary>
    public ReadOnlySpan<byte> TagKey { get; private set; }

    /// <summary>Of the tag that was read last, escapes as they came.</summary>
    public ReadOnlySpan<byte> TagValue { get; private set; }

    /// <summary>Of the line, escapes as they came.</summary>
    public ReadOnlySpan<byte> Measurement { get; private set; }

    /// <summary>Reads the measurement, which comes first; false with a <see cref="Fault"/>.</summary>
    public bool TryReadMeasurement()
    {
        if (key.Length > MaximumKeyBytes)
            return Fail(LineFault.KeyTooLong);
        Measurement = Take(isMeasurement: true);
        if (Measurement.IsEmpty || Measurement[0] == '#')
            return Fail(LineFault.MissingMeasurement);
        tagsStart = position + 1;
        return CheckUtf8(Measurement) && TakeComma();
    }

    /// <summary>Reads the next tag; false when there is none, or a <see cref="Fault"/>.</summary>
    public bool TryReadTag()
    {
        if (Fault != LineFault.None || position == key.Length)
            return false;
        if (tags++ == MaximumTags)
            return Fail(LineFault.KeyTooLong);
        var start = position;
        TagKey = Take(isMeasurement: false);
        if (TagKey.IsEmpty)
            return Fail(LineFault.MissingTagKey);
        if (position == key.Length || key[position] != '=')
            return Fail(LineFault.MissingTagValue);
        position++;
        TagValue = Take(isMeasurement: false);
        if (TagValue.IsEmpty)
            return Fail(LineFault.MissingTagValue);
        return CheckUtf8(TagKey) && CheckUtf8(TagValue) && TakeComma() && CheckNew(start);
    }

    // Behind a comma there has to be a tag.
    private bool TakeComma()
    {
        if (position == key.Length)
            return true;
        return key[position] == ',' && ++position < key.Length || Fail(LineFault.MissingTagKey);
    }

    // Tags are few: each is compared with those before it.
    private bool CheckNew(int start)
    {
        var earlier = new LineKeyReader(key[..Math.Max(start - 1, 0)]) { position = Math.Min(tagsStart, Math.Max(start - 1, 0)) };
        while (earlier.ReadKnownTag())
        {
            if (earlier.TagKey.SequenceEqual(TagKey))
                return Fail(LineFault.DuplicateTag);
        }
        return true;
    }

    private bool ReadKnownTag()
    {
        if (position >= key.Length)
            return false;
        TagKey = Take(isMeasurement: false);
        position++;
        TagValue = Take(isMeasurement: false);
        position++;
        return true;
    }

    // A separator ends it unless a backslash stands before; a backslash does nothing else here. Control characters end it too.
    private ReadOnlySpan<byte> Take(bool isMeasurement)
    {
        var start = position;
        for (; position < key.Length; position++)
        {
            var one = key[position];
            if (one is (byte)',' or (byte)' ' || (one == '=' && !isMeasurement))
            {
                if (position == start || key[position - 1] != '\\')
                    break;
            }
            else if (LineBytes.IsControl(one))
            {
                break;
            }
        }
        return key[start..position];
    }

    private bool CheckUtf8(ReadOnlySpan<byte> name) => Utf8.IsValid(name) || Fail(LineFault.NotUtf8);

    private bool Fail(LineFault fault)
    {
        Fault = fault;
        return false;
    }
}
