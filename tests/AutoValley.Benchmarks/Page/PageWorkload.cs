namespace AutoValley.Benchmarks.Page;

/// <summary>What of the page is measured, and how often.</summary>
/// <param name="Vehicles">That move meanwhile, but for zooms.</param>
/// <param name="Rounds">Of frames.</param>
/// <param name="Span">A round of frames takes.</param>
/// <param name="Views">First views.</param>
internal sealed record PageWorkload(int Vehicles, int Rounds, TimeSpan Span, int Views);
