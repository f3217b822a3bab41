using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Fixes;

/// <summary>Reads from the store where a vehicle was.</summary>
internal sealed class StoredFixes(ISampleStore store, ICatalogue catalogue, PositionSignals signals)
{
    /// <summary>A vehicle's places in a span, by time; null when there are more than a limit.</summary>
    public async Task<List<PlacedFix>?> ReadAsync(VehicleName vehicle, TimeRange range, int limit, CancellationToken cancellation)
    {
        if (catalogue.FindVehicle(vehicle) is not { } known)
            return [];
        var roles = Enumerable.Range(0, PositionSignals.Roles).Select(_ => new RoleSamples()).ToArray();
        // A fix is of its latitude's time; the longitude may come before it or after.
        var around = new TimeRange(
            range.From > long.MinValue + FixJoiner.PairNanos ? range.From - FixJoiner.PairNanos : range.From,
            range.To < long.MaxValue - FixJoiner.PairNanos ? range.To + FixJoiner.PairNanos : range.To);
        foreach (var (role, span) in new[] { (FixRole.Latitude, range), (FixRole.Longitude, around) })
        {
            if (!await FillAsync(roles[(int)role], known, signals.Of(role), span, limit, cancellation))
                return null;
        }
        List<PlacedFix> fixes = [];
        new FixJoiner().Join(roles, fixes);
        return fixes;
    }

    // The first of the names that has samples.
    private async Task<bool> FillAsync(
        RoleSamples samples, Vehicle vehicle, IReadOnlyList<string> names, TimeRange range, int limit, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            foreach (var series in catalogue.FindSeries(vehicle, name).Where(series => series.Type is SignalType.Double or SignalType.Integer))
            {
                await foreach (var slice in store.ReadAsync(series, range, cancellation))
                {
                    Add(samples, slice);
                    if (samples.Count > limit)
                        return false;
                }
            }
            samples.Sort();
            if (samples.Count > 0)
                break;
        }
        return true;
    }

    private static void Add(RoleSamples samples, Samples slice)
    {
        var (times, values) = samples.Add(slice.Count);
        slice.Times.CopyTo(times);
        for (var index = 0; index < slice.Count; index++)
        {
            var value = SampleValue.At(slice.Values, index);
            values.Span[index] = value.Type == SignalType.Double ? value.Double : value.Integer;
        }
    }
}
