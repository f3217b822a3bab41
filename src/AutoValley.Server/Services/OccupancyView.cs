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
    private const int GoneAtOnce = 1_000;

    private readonly Dictionary<VehicleName, IReadOnlyList<ZonePresence>> others = [];
    private readonly Dictionary<string, ZoneOthers> counts = new(StringComparer.Ordinal);

    /// <summary>What this watcher is told of news: none when nothing of it is for its eyes, several responses when it is much.</summary>
    public IReadOnlyList<WatchOccupancyResponse> Of(BoardNews news)
    {
        var isSnapshot = news.SinceVersion is null;
        if (isSnapshot)
        {
            others.Clear();
            counts.Clear();
        }
        var zones = MessageParts.Of(CountOthers(news).Where(zone => !isSnapshot || zone.Vehicles > 0)).ToArray();
        var vehicles = MessageParts.Of(Own(news).Where(presence => presence.Cleared is null).Select(presence => OccupancyProtos.Of(presence, news.Map!.Projection))).ToArray();
        var gone = Own(news).Where(presence => presence.Cleared is not null).Select(presence => presence.Vehicle.ToString()).Chunk(GoneAtOnce).ToArray();
        var parts = Math.Max(Math.Max(zones.Length, vehicles.Length), isSnapshot ? 1 : gone.Length);
        return [.. Enumerable.Range(0, parts).Select(Part)];

        WatchOccupancyResponse Part(int part)
        {
            var response = new WatchOccupancyResponse { Version = (ulong)news.Version };
            if (isSnapshot)
            {
                response.Snapshot = new OccupancySnapshot
                {
                    FellBehind = news.FellBehind && part == 0, MapVersion = (uint)news.MapVersion, More = part < parts - 1,
                    Vehicles = { At(vehicles, part) }, Others = { At(zones, part) },
                };
            }
            else
            {
                response.Changes = new OccupancyChanges { Vehicles = { At(vehicles, part) }, Gone = { At(gone, part) }, Others = { At(zones, part) } };
            }
            return response;
        }
    }

    private static IReadOnlyList<T> At<T>(IReadOnlyList<IReadOnlyList<T>> parts, int part) => part < parts.Count ? parts[part] : [];

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
