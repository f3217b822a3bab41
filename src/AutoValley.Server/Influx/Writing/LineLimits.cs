using AutoValley.Server.Ingest;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// How much of lines there may be: in a line, and in a batch that is made of them. Half of a batch is left for its last line, and no line takes more than that, so that no
/// batch is over the limits of <see cref="IngestOptions"/>, which would cost all its lines.
/// </summary>
internal sealed class LineLimits(IngestOptions ingest)
{
    // An encoded value with its time takes less than this, as good as always.
    private const int BytesASample = 20;

    // What stands around a column's values and around its times, and of a batch's own head its share.
    private const int BytesAColumn = 64;

    private readonly int maximumBytes = Math.Min(ingest.MaximumBatchBytes, ingest.BatchLimits.MaximumTextBytes) / 2;
    private readonly int maximumSamples = Math.Max(1, ingest.MaximumSamples / 2);

    /// <summary>Columns of a batch.</summary>
    public int MaximumColumns => ingest.MaximumColumns;

    /// <summary>Fields of a line.</summary>
    public int MaximumFields => Math.Min(ingest.MaximumColumns, maximumSamples);

    /// <summary>Why a line takes too much of a batch; null when it does not.</summary>
    /// <param name="fields">That it has, <see cref="MaximumFields"/> at most.</param>
    /// <param name="textBytes">Of its texts, in UTF-8.</param>
    public string? FaultOf(int fields, long textBytes) =>
        BytesOf(fields, fields, textBytes) > maximumBytes ? $"a line of more than {maximumBytes} bytes, half of a batch (Ingest:MaximumBatchBytes)" : null;

    /// <summary>Whether a batch has as much as it takes before another line.</summary>
    /// <param name="samples">Of all columns.</param>
    /// <param name="columns">That there are.</param>
    /// <param name="textBytes">Of all texts.</param>
    public bool AreReached(int samples, int columns, long textBytes) =>
        samples >= maximumSamples || columns >= MaximumColumns || BytesOf(samples, columns, textBytes) >= maximumBytes;

    private static long BytesOf(int samples, int columns, long textBytes) => ((long)samples * BytesASample) + ((long)columns * BytesAColumn) + textBytes;
}
