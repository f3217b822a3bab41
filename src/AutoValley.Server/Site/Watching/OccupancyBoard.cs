using AutoValley.Site;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Watching;

/// <summary>Who is where now, for all who watch. Safe for concurrent use.</summary>
internal sealed class OccupancyBoard(SiteOptions options, SiteCounters counters)
{
    private readonly Lock gate = new();
    private readonly Dictionary<VehicleName, VehiclePresence> presences = [];
    private readonly List<OccupancyWatch> watchers = [];
    private long version;
    private Map? map;
    private int mapVersion;

    /// <summary>How many watch now.</summary>
    public int Watchers
    {
        get
        {
            lock (gate)
                return watchers.Count;
        }
    }

    /// <summary>A new watcher; null when there are too many. Dispose it to stop.</summary>
    public OccupancyWatch? Watch()
    {
        lock (gate)
        {
            if (watchers.Count >= options.MaximumWatchers)
                return null;
            var watch = new OccupancyWatch(this, options.WatchQueue);
            watchers.Add(watch);
            return watch;
        }
    }

    /// <summary>Some vehicles moved or changed.</summary>
    public void Publish(IReadOnlyList<VehiclePresence> changed)
    {
        if (changed.Count == 0)
            return;
        lock (gate)
        {
            foreach (var presence in changed)
                Put(presence);
            var change = new BoardChange(++version, changed);
            foreach (var watcher in watchers)
            {
                if (watcher.Offer(change))
                    counters.AddFellBehind();
            }
        }
    }

    /// <summary>Everything is another: a new map, or the beginning.</summary>
    public void Replace(Map? newMap, int newVersion, IEnumerable<VehiclePresence> all)
    {
        lock (gate)
        {
            (map, mapVersion, version) = (newMap, newVersion, version + 1);
            presences.Clear();
            foreach (var presence in all)
                Put(presence);
            watchers.ForEach(watcher => watcher.Reset());
        }
    }

    /// <summary>What is known of a vehicle that is on the display; null when it is not.</summary>
    public VehiclePresence? Find(VehicleName vehicle)
    {
        lock (gate)
            return presences.GetValueOrDefault(vehicle);
    }

    internal T Read<T>(Func<long, Map?, int, IEnumerable<VehiclePresence>, T> read)
    {
        lock (gate)
            return read(version, map, mapVersion, presences.Values);
    }

    internal void Remove(OccupancyWatch watch)
    {
        lock (gate)
            watchers.Remove(watch);
    }

    private void Put(VehiclePresence presence)
    {
        if (presence.Cleared is null)
            presences[presence.Vehicle] = presence;
        else
            presences.Remove(presence.Vehicle);
    }
}
