using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Utilisation;

/// <summary>What a row takes of a visit.</summary>
/// <param name="Visit">The whole of it: with its enter, leave and number of samples it leads to the samples that it was judged from.</param>
/// <param name="Time">The part that counts in the row.</param>
/// <param name="MapVersion">The version of the map that it was judged by.</param>
public sealed record VisitPart(Visit Visit, Span Time, int MapVersion);
