using AutoValley.Server.Ingest;

namespace AutoValley.Server.Influx.Writing;

/// <summary>How much of lines there may be: in a line, and in a batch that is made of them. Half of a batch is left for its last line.</summary>
internal sealed class LineLimits(IngestOptions ingest)
{
    // Encoded samples with their times take less than this, as good as always.
    private const int BytesASample = 20;

    private readonly int maximumBytes = ingest.MaximumBatchBytes / 2;
    private readonly int maximumSamples = ingest.MaximumSamples / 2;

    /// <summary>Fields of a line, and columns of a batch.</summary>
    public int MaximumColumns => ingest.MaximumColumns;

    /// <summary>UTF-8 bytes of a line's texts together.</summary>
    public int MaximumLineTextBytes => maximumBytes;

    /// <summary>Whether a batch has as much as it takes before another line.</summary>
    /// <param name="samples">Of all columns.</param>
    /// <param name="columns">That there are.</param>
    /// <param name="textBytes">Of all texts.</param>
    public bool AreReached(int samples, int columns, int textBytes) =>
        samples >= maximumSamples || columns >= MaximumColumns || ((long)samples * BytesASample) + textBytes >= maximumBytes;
}
