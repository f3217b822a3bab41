using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Batches;

/// <summary>
/// A validated batch over its payload: the envelope is read and the columns are located, none is decoded before it is asked for.
/// The payload must not change while the view lives. Safe for concurrent use.
/// </summary>
public sealed class BatchView
{
    private readonly BatchEnvelope envelope;
    private readonly int maximumTextBytes;
    private readonly long[]?[] times;

    private BatchView(ReadOnlyMemory<byte> payload, BatchEnvelope envelope, int maximumTextBytes)
    {
        Payload = payload;
        this.envelope = envelope;
        this.maximumTextBytes = maximumTextBytes;
        times = new long[envelope.TimeBases.Count][];
    }

    /// <summary>The wire bytes as they came.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The agent's boot that numbered it.</summary>
    public SessionId Session => envelope.Session;

    /// <summary>Its number in the session, 1 or more.</summary>
    public ulong Sequence => envelope.Sequence;

    /// <summary>Unix nanoseconds; plain times count from here.</summary>
    public long BaseTime => envelope.BaseTime;

    /// <summary>When the batch was closed, by the vehicle's clock, Unix nanoseconds.</summary>
    public long SendTime => envelope.SendTime;

    /// <summary>How far the time stamps can be trusted.</summary>
    public ClockQuality Clock => envelope.Clock;

    /// <summary>The columns in the order sent.</summary>
    public IReadOnlyList<BatchColumn> Columns => envelope.Columns;

    /// <summary>Samples of all columns.</summary>
    public int SampleCount => envelope.SampleCount;

    /// <summary>
    /// Reads and checks a serialised autovalley.v1.Batch: check sum, shape, limits, identity, and that every column has as many values as its
    /// time base has times. Encoded columns are checked by their headers alone, so decoding one may still throw.
    /// </summary>
    /// <param name="payload">The wire bytes.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="view">The batch, when <see cref="BatchError.None"/> is returned.</param>
    /// <param name="detail">Place and reason for people, else empty.</param>
    public static BatchError TryRead(ReadOnlyMemory<byte> payload, BatchLimits limits, out BatchView? view, out string detail)
    {
        var parser = new BatchParser(payload.Span, limits, new BatchEnvelope());
        var envelope = parser.Parse();
        detail = parser.Detail;
        view = envelope is null ? null : new BatchView(payload, envelope, limits.MaximumTextBytes);
        return parser.Error;
    }

    /// <summary>Unix nanoseconds of a time base; decoded once.</summary>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public ReadOnlyMemory<long> DecodeTimes(int timeBase)
    {
        // Two threads may decode the same one; both get the same result.
        if (Volatile.Read(ref times[timeBase]) is { } known)
            return known;
        var (count, isEncoded, bytes) = envelope.TimeBases[timeBase];
        var span = bytes.Of(Payload.Span);
        var decoded = new long[count];
        if (isEncoded)
            ColumnCodec.DecodeTimesInto(span, decoded);
        else
            PlainValues.TimesInto(span, BaseTime, decoded);
        Volatile.Write(ref times[timeBase], decoded);
        return decoded;
    }

    /// <summary>The bytes of a time base by the column codec; empty for a plain one.</summary>
    public ReadOnlyMemory<byte> EncodedTimes(int timeBase)
    {
        var (_, isEncoded, bytes) = envelope.TimeBases[timeBase];
        return isEncoded ? bytes.Of(Payload) : default;
    }

    /// <summary>The bytes of a column's values by the column codec; empty for a plain one.</summary>
    public ReadOnlyMemory<byte> EncodedValues(int column)
    {
        var located = envelope.Columns[column];
        return located.IsEncoded ? located.Values.Of(Payload) : default;
    }

    /// <summary>The samples of a column; null when the encoded bytes are not what their header says.</summary>
    public Samples? TryDecode(int column)
    {
        try
        {
            return Decode(column);
        }
        catch (ColumnFormatException)
        {
            return null;
        }
    }

    /// <summary>The samples of a column.</summary>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public Samples Decode(int column)
    {
        var located = envelope.Columns[column];
        var bytes = located.Values.Of(Payload.Span);
        var values = located.IsEncoded
            ? ColumnCodec.Decode(bytes, located.Count, maximumTextBytes)
            : PlainValues.Read(bytes, located.Type, located.Count);
        return new Samples(DecodeTimes(located.TimeBase), values);
    }
}
