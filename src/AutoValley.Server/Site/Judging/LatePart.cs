using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>A span of a vehicle's record that one version of the map judges.</summary>
/// <param name="Vehicle">Whose.</param>
/// <param name="MapVersion">The version.</param>
/// <param name="Late">Of the fixes that came late.</param>
/// <param name="Window">What the version judges of this vehicle, both ends included.</param>
internal sealed record LatePart(VehicleName Vehicle, int MapVersion, RecordSpan Late, RecordSpan Window)
{
    /// <summary>Cuts late fixes by the maps that held at their times: the last one from the change as this vehicle met it, the others as they became active.</summary>
    /// <param name="record">Whose <see cref="VehicleRecord.Rejudged"/> it is.</param>
    /// <param name="activations">Of all versions, by time.</param>
    public static IEnumerable<LatePart> Of(VehicleRecord record, IReadOnlyList<(int Version, long Time)> activations)
    {
        var late = record.Rejudged!.Value;
        var first = long.MinValue;
        for (var index = 0; index < activations.Count; index++)
        {
            var last = (activations.Count - 1 - index) switch
            {
                0 => long.MaxValue,
                1 => record.MapSince,
                _ => Math.Min(activations[index + 1].Time - 1, record.MapSince),
            };
            if (first <= last && late.From <= last && late.To >= first)
                yield return new LatePart(record.Vehicle, activations[index].Version, new RecordSpan(Math.Max(late.From, first), Math.Min(late.To, last)), new RecordSpan(first, last));
            first = last == long.MaxValue ? last : Math.Max(first, last + 1);
        }
    }
}
