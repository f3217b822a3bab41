using AutoValley.Server.Site.Watching;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;
using AutoValley.V1;
using ZonePresence = AutoValley.Site.Occupancy.ZonePresence;
using ZoneState = AutoValley.Site.Occupancy.ZoneState;

namespace AutoValley.Server.Services;

/// <summary>
/// One watcher's view of the board: an organisation sees its own vehicles, and of others how many are in a zone. The site manager, who is no organisation, sees
/// all.
/// </summary>
/// <param name="organisation">Empty for the site manager.</param>
internal sealed class OccupancyView(string organisation)
{
    private readonly Dictionary<VehicleName, IReadOnlyList<ZonePresence>> others = [];
    private readonly Dictionary<string, ZoneOthers> counts = new(StringComparer.Ordinal);

    /// <summary>What this watcher is told of news; null when nothing of it is for its eyes.</summary>
    public WatchOccupancyResponse? Of(BoardNews news)
    {
        var projection = news.Map?.Projection;
        if (news.SinceVersion is not { } since)
        {
            others.Clear();
            counts.Clear();
            var snapshot = new OccupancySnapshot { FellBehind = news.FellBehind, MapVersion = (uint)news.MapVersion };
            snapshot.Others.AddRange(CountOthers(news).Where(zone => zone.Vehicles > 0));
            snapshot.Vehicles.AddRange(Own(news).Select(presence => OccupancyProtos.Of(presence, projection!)));
            return new WatchOccupancyResponse { Version = (ulong)news.Version, Snapshot = snapshot };
        }
        var changes = new OccupancyChanges { SinceVersion = (ulong)since };
        changes.Others.AddRange(CountOthers(news));
        foreach (var presence in Own(news))
        {
            if (presence.Cleared is null)
                changes.Vehicles.Add(OccupancyProtos.Of(presence, projection!));
            else
                changes.Gone.Add(presence.Vehicle.ToString());
        }
        return changes.Vehicles.Count + changes.Gone.Count + changes.Others.Count == 0
            ? null
            : new WatchOccupancyResponse { Version = (ulong)news.Version, Changes = changes };
    }

    private bool IsOwn(VehiclePresence presence) => organisation.Length == 0 || presence.Vehicle.Organisation == organisation;

    private IEnumerable<VehiclePresence> Own(BoardNews news) => news.Presences.Where(IsOwn);

    // The zones whose counts are others now.
    private List<ZoneOthers> CountOthers(BoardNews news)
    {
        Dictionary<string, (uint Vehicles, uint Uncertain)> before = new(StringComparer.Ordinal);
        foreach (var presence in news.Presences.Where(presence => !IsOwn(presence)))
        {
            var zones = presence.Cleared is null ? presence.Zones : [];
            Add(others.GetValueOrDefault(presence.Vehicle) ?? [], uint.MaxValue, before);
            Add(zones, 1, before);
            others[presence.Vehicle] = zones;
        }
        return [.. before.Where(zone => counts[zone.Key] is var now && (now.Vehicles, now.Uncertain) != zone.Value).Select(zone => counts[zone.Key].Clone())];
    }

    // One more, or (as numbers without a sign go round) one less.
    private void Add(IReadOnlyList<ZonePresence> zones, uint one, Dictionary<string, (uint Vehicles, uint Uncertain)> before)
    {
        foreach (var presence in zones)
        {
            if (!counts.TryGetValue(presence.Zone.Name, out var count))
                counts.Add(presence.Zone.Name, count = new ZoneOthers { Zone = presence.Zone.Name });
            before.TryAdd(presence.Zone.Name, (count.Vehicles, count.Uncertain));
            count.Vehicles = unchecked(count.Vehicles + one);
            count.Uncertain = unchecked(count.Uncertain + (presence.State == ZoneState.Uncertain ? one : 0));
        }
    }
}
