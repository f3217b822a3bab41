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

    /// <summary>How many times a time base has.</summary>
    public int CountTimes(int timeBase) => envelope.TimeBases[timeBase].Count;

    /// <summary>Unix nanoseconds of a time base.</summary>
    /// <param name="timeBase">Which, from 0.</param>
    /// <param name="times">As long as <see cref="CountTimes"/> says.</param>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public void DecodeTimes(int timeBase, Span<long> times)
    {
        var (count, isEncoded, bytes) = envelope.TimeBases[timeBase];
        if (isEncoded)
            ColumnCodec.DecodeTimes(bytes.Of(payload.Span), count).CopyTo(times);
        else
            PlainValues.Times(bytes.Of(payload.Span), count, envelope.BaseTime).CopyTo(times);
    }

    /// <summary>The values of a column.</summary>
    /// <param name="column">Which, from 0.</param>
    /// <param name="values">Of the column's type and length.</param>
    /// <exception cref="ColumnFormatException">The encoded bytes are not what their header says.</exception>
    public void Decode(int column, Span<double> values) => ((Values<double>)Decode(column)).Items.Span.CopyTo(values);

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<long> values) => ((Values<long>)Decode(column)).Items.Span.CopyTo(values);

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<bool> values) => ((Values<bool>)Decode(column)).Items.Span.CopyTo(values);

    /// <inheritdoc cref="Decode(int, Span{double})"/>
    public void Decode(int column, Span<string> values) => ((Values<string>)Decode(column)).Items.Span.CopyTo(values);

    private Values Decode(int column)
    {
        var located = envelope.Columns[column];
        var bytes = located.Values.Of(payload.Span);
        return located.IsEncoded
            ? ColumnCodec.Decode(bytes, located.Count, limits.MaximumTextBytes)
            : PlainValues.Read(bytes, located.Type, located.Count);
    }
}
