using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Utilisation;

/// <summary>A visit as far as a report needs to know it.</summary>
/// <param name="Visit">Who was where.</param>
/// <param name="End">Until when it counts: its leave, or its last sample while it goes on.</param>
/// <param name="MapVersion">The version of the map that it was judged by.</param>
public sealed record RecordedVisit(Visit Visit, long End, int MapVersion);
