using System.Collections.Concurrent;
using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>What the catalogue holds in memory of one vehicle. Read by anyone, changed under the catalogue's lock.</summary>
internal sealed class VehicleEntry(Vehicle vehicle)
{
    private readonly ConcurrentDictionary<string, Series[]> series = new(StringComparer.Ordinal);

    public Vehicle Vehicle { get; } = vehicle;

    /// <summary>Series of all names.</summary>
    public int SeriesCount { get; private set; }

    public ConcurrentDictionary<SessionId, Session> Sessions { get; } = new();

    /// <summary>By name, then newest first.</summary>
    public Series[] AllSeries() =>
        [.. series.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value)];

    /// <summary>Of one name, newest first.</summary>
    public Series[] FindSeries(string name) => series.GetValueOrDefault(name, []);

    public Series? FindSeries(string name, SignalType type) => Array.Find(FindSeries(name), found => found.Type == type);

    /// <summary>Adds a series or replaces the one with its id.</summary>
    public void Put(Series added)
    {
        var known = FindSeries(added.Name);
        Series[] all = [.. known.Where(other => other.Id != added.Id).Append(added).OrderByDescending(other => other.Id)];
        SeriesCount += all.Length - known.Length;
        series[added.Name] = all;
    }
}
