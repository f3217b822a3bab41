using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Batches;

/// <summary>
/// Reads many batches, one after the other, into memory that it uses again: what <see cref="BatchView"/> is for one batch that is
/// kept. Columns are decoded into the caller's memory. Not safe for concurrent use.
/// </summary>
/// <param name="limits">What is accepted.</param>
public sealed class BatchReader(BatchLimits limits)
{
    private readonly BatchEnvelope envelope = new();
    private ReadOnlyMemory<byte> payload;

    /// <summary>The columns of the batch that was read last, in the order sent. Gone with the next.</summary>
    public ReadOnlySpan<BatchColumn> Columns => CollectionsMarshal.AsSpan(envelope.Columns);

    /// <summary>Samples of all columns.</summary>
    public int SampleCount => envelope.SampleCount;

    /// <summary>How far the time stamps of the batch can be trusted.</summary>
    public ClockQuality Clock => envelope.Clock;

    /// <summary>How many time bases it has.</summary>
    public int TimeBaseCount => envelope.TimeBases.Count;

    /// <summary>Reads the next batch; checks what <see cref="BatchView.TryRead"/> checks.</summary>
    /// <param name="batch">The wire bytes. They must not change until the next batch is read.</param>
    /// <param name="detail">Place and reason for people, else empty.</param>
    public BatchError Read(ReadOnlyMemory<byte> batch, out string detail)
    {
        envelope.Clear();
        payload = batch;
        var parser = new BatchParser(batch.Span, limits, envelope);
        if (parser.Parse() is null)
            envelope.Clear();
        detail = parser.Detail;
        return parser.Error;
    }

    /// <summary>
    /// Reads the time bases of the next batch and nothing else, in a fraction of the time: <see cref="Columns"/> is empty, and
    /// what is wrong elsewhere, the check sum included, is not noticed.
    /// </summary>
    /// <param name="batch">The wire bytes. They must not change until the next batch is read.</param>
    /// <returns>False when they are no batch as far as they were looked at.</returns>
    public bool TryReadTimes(ReadOnlyMemory<byte> batch)
    {
        envelope.Clear();
        payload = batch;
        var reader = new WireReader(batch.Span);
        while (reader.Next())
        {
            if (reader.Field == TelemetryFields.Batch.BaseTime)
                envelope.BaseTime = reader.Fixed64Field();
            else if (reader.Field != TelemetryFields.Batch.Times)
                reader.Skip();
            else if (envelope.TimeBases.Count < limits.MaximumColumns
                && ColumnLocator.TimeBase(batch.Span, reader.SpanField(), out var times, out _) == BatchError.None && times.Count <= limits.MaximumSamples)
                envelope.TimeBases.Add(times);
            else
                return false;
        }
        return !reader.Failed;
    }

    /// <summary>How many times a time base has.</summary>
    public int CountTimes(int timeBase) => envelope.TimeBases[timeBase].Count;

    /// <summary>Unix nanoseconds of a time base.</summary>
    /// <param name="timeBase">Which, from 0.</param>
    /// <param name="times">As long as <see cref="CountTimes"/> says.</param>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public void DecodeTimes(int timeBase, Span<long> times)
    {
        var (_, isEncoded, bytes) = envelope.TimeBases[timeBase];
        if (isEncoded)
            ColumnCodec.DecodeTimesInto(bytes.Of(payload.Span), times);
        else
            PlainValues.TimesInto(bytes.Of(payload.Span), envelope.BaseTime, times);
    }

    /// <summary>The values of a column.</summary>
    /// <param name="column">Which, from 0.</param>
    /// <param name="values">Of the column's type and length.</param>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public void Decode(int column, Span<double> values)
    {
        if (BytesOf(column, out var bytes))
            ColumnCodec.DecodeInto(bytes, values);
        else
            PlainValues.ReadInto(bytes, values);
    }

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<long> values)
    {
        if (BytesOf(column, out var bytes))
            ColumnCodec.DecodeInto(bytes, values);
        else
            PlainValues.ReadInto(bytes, values);
    }

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<bool> values)
    {
        if (BytesOf(column, out var bytes))
            ColumnCodec.DecodeInto(bytes, values);
        else
            PlainValues.ReadInto(bytes, values);
    }

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<string> values)
    {
        if (BytesOf(column, out var bytes))
            ((Values<string>)ColumnCodec.Decode(bytes, values.Length, limits.MaximumTextBytes)).Items.Span.CopyTo(values);
        else
            PlainValues.ReadInto(bytes, values);
    }

    // Whether they are encoded.
    private bool BytesOf(int column, out ReadOnlySpan<byte> bytes)
    {
        ref readonly var located = ref Columns[column];
        bytes = located.Values.Of(payload.Span);
        return located.IsEncoded;
    }
}
