namespace AutoValley.Benchmarks;

/// <summary>A measurement that cannot be taken; the text says why and what helps.</summary>
internal sealed class BenchmarkException(string reason, Exception? inner = null) : Exception(reason, inner);
