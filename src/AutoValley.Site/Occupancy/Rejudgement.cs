namespace AutoValley.Site.Occupancy;

/// <summary>What changes in a vehicle's record because data came late.</summary>
/// <param name="Removed">Visits as they were known, that are not any more.</param>
/// <param name="Added">Those in their place, marked late; the ones that go on among them.</param>
/// <param name="State">Where the record stands after the span's last fix: what its judge goes on from when known visits went on, else of no use.</param>
public sealed record Rejudgement(IReadOnlyList<Visit> Removed, IReadOnlyList<Visit> Added, VisitState State);
