using System.Buffers;
using System.Runtime.CompilerServices;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>Samples as encoded columns: a piece that has its time alone is passed on as it is kept, the others are merged and encoded.</summary>
internal static class SampleEncoding
{
    // Small pieces in a row, as batches that are not sealed, are encoded together.
    private const int MaximumTogether = 1024;

    /// <param name="pieces">By their first times.</param>
    /// <param name="range">Samples outside are left out.</param>
    /// <param name="type">Of the values.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<EncodedSamples> EncodeAsync(
        IAsyncEnumerable<SamplePiece> pieces, TimeRange range, SignalType type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<SamplePiece> together = [];
        await foreach (var cluster in PieceClusters.Of(pieces, cancellation))
        {
            var stored = cluster is [ColumnPiece alone] && range.Contains(alone.First) && range.Contains(alone.Last) ? alone : null;
            if (stored is null)
                together.AddRange(cluster);
            if (stored is null && together.Count < MaximumTogether)
                continue;
            await foreach (var samples in SampleMerger.MergeAsync(together.ToAsyncEnumerable(), range, type, cancellation))
                yield return Encode(samples);
            together.Clear();
            if (stored is not null && await stored.OpenAsync(remember: false, cancellation) is { } columns)
                yield return new EncodedSamples(stored.Count, stored.First, stored.Last, columns.Times.Column, columns.Values);
        }
        await foreach (var samples in SampleMerger.MergeAsync(together.ToAsyncEnumerable(), range, type, cancellation))
            yield return Encode(samples);
    }

    private static EncodedSamples Encode(Samples samples)
    {
        var (times, values) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        ColumnCodec.EncodeTimes(samples.Times.Span, times);
        ColumnCodec.Encode(samples.Values, values);
        return new EncodedSamples(samples.Count, samples.Times.Span[0], samples.Times.Span[^1], times.WrittenMemory, values.WrittenMemory);
    }
}
