using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>News of one vehicle.</summary>
/// <param name="Vehicle">Which.</param>
/// <param name="Samples">The newest of each signal that has a newer one.</param>
/// <param name="Superseded">Samples that came since the news before and are not among them.</param>
internal readonly record struct NewestOfVehicle(Vehicle Vehicle, IReadOnlyList<LatestSample> Samples, long Superseded);
