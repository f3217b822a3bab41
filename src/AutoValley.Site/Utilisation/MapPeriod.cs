namespace AutoValley.Site.Utilisation;

/// <summary>A version of the map held.</summary>
/// <param name="Version">Which.</param>
/// <param name="Time">When.</param>
public sealed record MapPeriod(int Version, Span Time);
