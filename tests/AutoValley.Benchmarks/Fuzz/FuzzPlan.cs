namespace AutoValley.Benchmarks.Fuzz;

/// <summary>Which inputs are run.</summary>
/// <param name="Seed">Of all inputs.</param>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many.</param>
internal sealed record FuzzPlan(ulong Seed, long First, long Count);
