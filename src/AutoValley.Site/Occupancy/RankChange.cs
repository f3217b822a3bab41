namespace AutoValley.Site.Occupancy;

/// <summary>As <see cref="ZoneChange"/>, by rank.</summary>
internal readonly record struct RankChange(int Rank, ZoneState From, ZoneState To);
