namespace AutoValley.Benchmarks.Accept;

/// <summary>How long acknowledging is watched, and what is asked meanwhile.</summary>
/// <param name="Samples">Samples of one signal that the queries run over.</param>
/// <param name="Queries">Calls that run at a time, each begun again when it ends.</param>
/// <param name="Rounds">Pairs of spans: one without, one with queries.</param>
/// <param name="Span">Length of a span.</param>
internal sealed record AcceptWorkload(long Samples, int Queries, int Rounds, TimeSpan Span);
