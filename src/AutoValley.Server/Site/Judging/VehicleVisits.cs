using AutoValley.Site;
using AutoValley.Storage.Site;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// A vehicle's visits that go on, judged strictly: in a zone from the first fix in it to the first one out of it. A gap of more than a limit ends all of them at the
/// last fix before it, because nobody knows where the vehicle was.
/// </summary>
/// <param name="vehicle">organisation/vehicle.</param>
/// <param name="gapNanos">That limit.</param>
internal sealed class VehicleVisits(string vehicle, long gapNanos)
{
    private readonly Dictionary<string, OpenVisit> open = new(StringComparer.Ordinal);

    /// <summary>Event time of the newest fix; <see cref="long.MinValue"/> before the first.</summary>
    public long Newest { get; private set; } = long.MinValue;

    /// <summary>Event time of the fix that was the newest when the map became another one: later ones are judged by the new one.</summary>
    public long MapSince { get; private set; } = long.MinValue;

    /// <summary>The zones it is in, with the visits so far.</summary>
    public IReadOnlyDictionary<string, OpenVisit> Open => open;

    /// <summary>The next fix in order.</summary>
    /// <param name="time">Later than <see cref="Newest"/>.</param>
    /// <param name="zones">Those it lies in.</param>
    /// <param name="map">The version.</param>
    /// <param name="ended">Takes the visits that end by it.</param>
    public void Take(long time, IReadOnlyList<Zone> zones, int map, ICollection<StoredVisit> ended)
    {
        if (open.Count > 0 && (Int128)time - Newest > gapNanos)
            Close(map, ended);
        foreach (var (zone, visit) in open)
        {
            if (zones.Any(other => other.Name == zone))
                continue;
            ended.Add(Stored(zone, visit, time, map));
            open.Remove(zone);
        }
        foreach (var zone in zones)
        {
            var visit = open.GetValueOrDefault(zone.Name, new OpenVisit(time, 0, false));
            open[zone.Name] = visit with { Samples = visit.Samples + 1 };
        }
        Newest = time;
    }

    /// <summary>All that go on end at the newest fix.</summary>
    public void Close(int map, ICollection<StoredVisit> ended)
    {
        foreach (var (zone, visit) in open)
            ended.Add(Stored(zone, visit, Newest, map));
        open.Clear();
    }

    /// <summary>As <see cref="Close"/>; fixes up to here stay with the map of before.</summary>
    public void ChangeMap(int before, ICollection<StoredVisit> ended)
    {
        Close(before, ended);
        MapSince = Newest;
    }

    /// <summary>The visits that go on, as they are so far.</summary>
    public IEnumerable<StoredVisit> SoFar(int map) => open.Select(pair => Stored(pair.Key, pair.Value, null, map));

    /// <summary>Late fixes showed that a visit that goes on is another.</summary>
    public void Mend(string zone, OpenVisit visit) => open[zone] = visit;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Newest);
        writer.Write(MapSince);
        writer.Write(open.Count);
        foreach (var (zone, visit) in open)
        {
            writer.Write(zone);
            writer.Write(visit.Enter);
            writer.Write(visit.Samples);
            writer.Write(visit.IsLate);
        }
    }

    public static VehicleVisits Read(BinaryReader reader, string vehicle, long gapNanos)
    {
        var visits = new VehicleVisits(vehicle, gapNanos) { Newest = reader.ReadInt64(), MapSince = reader.ReadInt64() };
        for (var count = reader.ReadInt32(); count > 0; count--)
            visits.open.Add(reader.ReadString(), new OpenVisit(reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean()));
        return visits;
    }

    private StoredVisit Stored(string zone, OpenVisit visit, long? leave, int map) => new(vehicle, zone, visit.Enter, Newest, leave, visit.Samples, visit.IsLate, map);
}
