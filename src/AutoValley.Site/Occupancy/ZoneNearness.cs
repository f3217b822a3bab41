namespace AutoValley.Site.Occupancy;

/// <summary>A zone that a footprint is not <see cref="Nearness.Clear"/> of.</summary>
/// <param name="Rank">The zone's, or <see cref="NearnessJudge.Outside"/>.</param>
/// <param name="Nearness">How near.</param>
internal readonly record struct ZoneNearness(int Rank, Nearness Nearness);
