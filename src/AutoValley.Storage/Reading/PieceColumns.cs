using System.Buffers;
using System.Runtime.CompilerServices;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>The columns of a piece as they are stored, and what is known of each vector of them. Safe for concurrent use.</summary>
/// <param name="times">Their times, which several pieces may share.</param>
/// <param name="values">The column of values (Columns/FORMAT.md).</param>
/// <param name="vectors">Reads the statistics of each vector's values; none for text.</param>
internal sealed class PieceColumns(PieceTimes times, ReadOnlyMemory<byte> values, Func<ColumnSummary[]> vectors)
{
    /// <summary>Samples of a vector, as the column codec has them; the last one has fewer.</summary>
    public const int VectorLength = 1024;

    private bool isPacked;
    private long valuesRead;
    private ColumnSummary[]? read;

    /// <summary>Their times.</summary>
    public PieceTimes Times { get; } = times;

    /// <summary>The column of values.</summary>
    public ReadOnlyMemory<byte> Values { get; } = values;

    /// <summary>Statistics of each vector's values; empty for text.</summary>
    /// <exception cref="ColumnFormatException">They cannot be read.</exception>
    public ReadOnlySpan<ColumnSummary> Vectors => read ??= vectors();

    /// <summary>What they take in memory, about, beside the times.</summary>
    public long Bytes => 256 + Values.Length + ((long)VectorsOf(Times.Count) * Unsafe.SizeOf<ColumnSummary>());

    /// <summary>How many vectors there are of so many samples.</summary>
    public static int VectorsOf(int count) => (count + VectorLength - 1) / VectorLength;

    /// <summary>Statistics of each vector of a column of numbers.</summary>
    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many numbers.</exception>
    public static ColumnSummary[] SummariesOf(ReadOnlySpan<byte> values, int count)
    {
        var cuts = new int[VectorsOf(count) + 1];
        for (var vector = 0; vector < cuts.Length; vector++)
            cuts[vector] = Math.Min(vector * VectorLength, count);
        var summaries = new ColumnSummary[cuts.Length - 1];
        ColumnKernels.Summarise(values, count, cuts, summaries, withDeviations: true);
        return summaries;
    }

    /// <summary>
    /// The same columns, their values packed for reading instead of coded for keeping; itself when they are, and while less than half of them was read.
    /// </summary>
    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many values.</exception>
    public PieceColumns ToPacked()
    {
        if (isPacked || Volatile.Read(ref valuesRead) * 2 < Times.Count)
            return this;
        var output = new ArrayBufferWriter<byte>(Values.Length * 2);
        ColumnCodec.Encode(ColumnCodec.Decode(Values.Span, Times.Count, int.MaxValue), output);
        return new PieceColumns(Times, output.WrittenSpan.ToArray(), vectors) { isPacked = true, read = read };
    }

    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many values.</exception>
    /// <exception cref="ArgumentException">There are other than so many.</exception>
    public Samples Decode() => new(Times.Decode(), ColumnCodec.Decode(Values.Span, Times.Count, int.MaxValue));

    /// <summary>Statistics of stretches, in one pass over the values between the first cut and the last.</summary>
    /// <param name="cuts">Ascending indices: stretch i goes from cut i to before cut i + 1.</param>
    /// <param name="withDeviations">Whether the squared deviations are wanted.</param>
    /// <exception cref="ColumnFormatException">The values cannot be read.</exception>
    public ColumnSummary[] Summarise(ReadOnlySpan<int> cuts, bool withDeviations)
    {
        var found = new ColumnSummary[cuts.Length - 1];
        ColumnKernels.Summarise(Values.Span, Times.Count, cuts, found, withDeviations);
        Interlocked.Add(ref valuesRead, cuts[^1] - cuts[0]);
        return found;
    }

    /// <summary>Statistics of some vectors in a row, without decoding them.</summary>
    public ColumnSummary SummaryOf(int firstVector, int endVector)
    {
        var summary = ColumnSummary.Empty;
        foreach (ref readonly var vector in Vectors[firstVector..endVector])
            summary = summary.Merge(vector);
        return summary;
    }
}
