namespace AutoValley.Benchmarks.Influx;

/// <summary>How much line protocol is taken in, and how often.</summary>
/// <param name="Samples">About, a round.</param>
/// <param name="Rounds">Each of both, in turn; times go on from round to round.</param>
internal sealed record InWorkload(long Samples, int Rounds);
