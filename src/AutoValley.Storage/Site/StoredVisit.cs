namespace AutoValley.Storage.Site;

/// <summary>A vehicle's stay in a zone, for the record.</summary>
/// <param name="Vehicle">organisation/vehicle.</param>
/// <param name="Zone">Of the map.</param>
/// <param name="Enter">Event time of the first sample inside, Unix nanoseconds.</param>
/// <param name="Last">Event time up to which it is known, Unix nanoseconds: of the last sample inside while it goes on, else as <paramref name="Leave"/>.</param>
/// <param name="Leave">Event time of the first sample outside again, or of the last one inside where a gap followed or another map; null while it goes on.</param>
/// <param name="Samples">Inside.</param>
/// <param name="IsLate">Samples that came late had a part in it.</param>
/// <param name="Map">The version it was judged by.</param>
public sealed record StoredVisit(string Vehicle, string Zone, long Enter, long Last, long? Leave, long Samples, bool IsLate, int Map);
