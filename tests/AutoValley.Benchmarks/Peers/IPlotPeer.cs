using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers;

/// <summary>A store that answers a plot with stretches of its own choice instead of buckets.</summary>
internal interface IPlotPeer
{
    /// <summary>For the table: product, version, interface.</summary>
    string PlotName { get; }

    /// <summary>Asks for a picture of a question's range, of as many numbers as 2,000 buckets have least and greatest values.</summary>
    /// <returns>What is wrong with it; null when every stretch is the truth about its samples and every sample is in one.</returns>
    Task<Timed<string?>> PlotAsync(BucketQuestion question, RecordedGroup truth, CancellationToken cancellation);
}
