using System.Diagnostics.CodeAnalysis;
using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// Who is where now, for safety: every zone that a vehicle may touch counts as occupied, silence changes nothing, late and absurd fixes are
/// counted and change nothing; but a vehicle that is heard by late fixes alone is shown where they say, stale and uncertain. States are those of a fix's event time; no time passes but by what is passed in. Not safe for concurrent use.
/// </summary>
public sealed class OccupancyTracker
{
    private readonly TrackerRules rules;
    private readonly Dictionary<VehicleName, VehicleTrack> vehicles = [];
    private readonly Dictionary<VehicleName, VehicleDescription> descriptions = [];
    private readonly List<RankChange> changed = [];
    private TrackedMap map;

    /// <param name="map">Where the vehicles are.</param>
    /// <param name="options">How they are judged.</param>
    public OccupancyTracker(Map map, OccupancyOptions? options = null)
    {
        rules = new TrackerRules(options ?? new OccupancyOptions());
        this.map = new TrackedMap(map, rules.Options);
    }

    /// <summary>That of the last change; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>The map of all answers.</summary>
    public Map Map => map.Map;

    /// <summary>What became of the fixes.</summary>
    public OccupancyCounts Counts { get; } = new();

    /// <summary>All vehicles, cleared ones too.</summary>
    public IEnumerable<VehiclePresence> Presences => vehicles.Values.Select(vehicle => vehicle.Presence());

    /// <summary>A vehicle that was seen, or null.</summary>
    public VehiclePresence? Find(VehicleName vehicle) => vehicles.GetValueOrDefault(vehicle)?.Presence();

    /// <summary>A fix came.</summary>
    /// <param name="vehicle">Whose.</param>
    /// <param name="fix">In the plane of <see cref="Map"/>.</param>
    /// <param name="receiveTime">When, by the server's clock, Unix nanoseconds.</param>
    /// <param name="changes">Takes the change if the fix made one.</param>
    public FixVerdict Observe(VehicleName vehicle, in VehicleFix fix, long receiveTime, ICollection<OccupancyChange> changes)
    {
        var verdict = Judge(vehicle, fix, new FixTimes(fix.Time, receiveTime), changes);
        Counts[verdict]++;
        return verdict;
    }

    /// <summary>The server's clock went on: vehicles that are silent too long become stale.</summary>
    /// <param name="now">By the server's clock, Unix nanoseconds.</param>
    /// <param name="changes">Takes a change for each such vehicle.</param>
    public void Advance(long now, ICollection<OccupancyChange> changes)
    {
        foreach (var vehicle in vehicles.Values)
        {
            if (vehicle.Advance(now))
                Tell(vehicle, now, changes);
        }
    }

    /// <summary>A person says that a silent vehicle is no longer where it was seen last: it has no zones until it reports again.</summary>
    /// <returns>Whether it was so: false for a vehicle that is not stale, or cleared already.</returns>
    public bool Clear(VehicleName vehicle, string person, long now, ICollection<OccupancyChange> changes)
    {
        if (!vehicles.TryGetValue(vehicle, out var track) || track.StaleSince is null || track.Cleared is not null)
            return false;
        track.Clear(new Clearance(person, now), changed);
        Tell(track, now, changes);
        return true;
    }

    /// <summary>
    /// Kind and shape of a vehicle, whether it was seen or not; they hold from its next fix. At most as many as vehicles are kept; more are counted.
    /// </summary>
    /// <exception cref="ArgumentException">The shape is not possible.</exception>
    public void Describe(VehicleName vehicle, VehicleDescription description, long now, ICollection<OccupancyChange> changes)
    {
        if (!description.Shape.IsPossible)
            throw new ArgumentException($"no vehicle has the shape {description.Shape}", nameof(description));
        if (descriptions.Count >= rules.Options.MaximumVehicles && !descriptions.ContainsKey(vehicle))
        {
            Counts.TooManyDescriptions++;
            return;
        }
        descriptions[vehicle] = description;
        if (!vehicles.TryGetValue(vehicle, out var track) || track.Description == description)
            return;
        track.Describe(description);
        Tell(track, now, changes);
    }

    /// <summary>
    /// Another map holds from now on. Vehicles are judged on it by their last fixes; zones of the same name are gone on with, as if the vehicle had moved.
    /// </summary>
    /// <param name="next">If only one of the maps is placed, the plane is taken to be the same.</param>
    /// <param name="now">By the server's clock, Unix nanoseconds.</param>
    /// <param name="changes">Takes a change for each vehicle.</param>
    public void ChangeMap(Map next, long now, ICollection<OccupancyChange> changes)
    {
        var (before, after) = (map, new TrackedMap(next, rules.Options));
        map = after;
        foreach (var track in vehicles.Values.ToArray())
        {
            vehicles[track.Vehicle] = track.MovedTo(after, changed);
            Tell(vehicles[track.Vehicle], now, changes, [.. before.Lost(track.Zones.All, after)]);
        }
    }

    /// <summary>All that the tracker knows, but for map and options.</summary>
    public byte[] Snapshot() => TrackerSnapshot.Write(Version, Counts, descriptions, vehicles.Values, map);

    /// <summary>A tracker that goes on as the one of the snapshot would have.</summary>
    /// <exception cref="InvalidDataException">It is no snapshot, or one on another map.</exception>
    public static OccupancyTracker Restore(Map map, OccupancyOptions? options, ReadOnlyMemory<byte> snapshot)
    {
        var tracker = new OccupancyTracker(map, options);
        var read = TrackerSnapshot.Read(snapshot, tracker.map, tracker.rules, tracker.Counts);
        tracker.Version = read.Version;
        foreach (var (vehicle, description) in read.Descriptions)
            tracker.descriptions[vehicle] = description;
        foreach (var track in read.Vehicles)
            tracker.vehicles[track.Vehicle] = track;
        return tracker;
    }

    private FixVerdict Judge(VehicleName vehicle, in VehicleFix fix, FixTimes times, ICollection<OccupancyChange> changes)
    {
        if (!double.IsFinite(fix.Place.East) || !double.IsFinite(fix.Place.North))
            return FixVerdict.NotFinite;
        if (map.IsFar(fix.Place))
            return FixVerdict.FarAway;
        var isNew = !vehicles.TryGetValue(vehicle, out var track);
        if (isNew && !TryMake(vehicle, out track))
            return FixVerdict.TooManyVehicles;
        var wasBehind = track!.Behind is not null;
        var verdict = track.Offer(fix, times, out var isNewest);
        var hasTurned = wasBehind != track.Behind is not null;
        if (!isNewest)
        {
            if (hasTurned)
                Tell(track, times.Receive, changes);
            return verdict;
        }
        if (isNew)
            vehicles.Add(vehicle, track);
        var isOther = track.Judge(changed) | isNew | hasTurned;
        if (track.Zones.IsFull)
            Counts.TooManyZones++;
        if (isOther || changed.Count > 0)
            Tell(track, times.Receive, changes);
        return verdict;
    }

    private bool TryMake(VehicleName vehicle, [NotNullWhen(true)] out VehicleTrack? track)
    {
        track = null;
        if (vehicles.Count >= rules.Options.MaximumVehicles)
        {
            if (vehicles.Values.Where(known => known.Cleared is not null).MinBy(known => known.Cleared!.Time) is not { } oldest)
                return false;
            vehicles.Remove(oldest.Vehicle);
        }
        track = new VehicleTrack(vehicle, map, rules);
        if (descriptions.TryGetValue(vehicle, out var description))
            track.Describe(description);
        return true;
    }

    private void Tell(VehicleTrack vehicle, long time, ICollection<OccupancyChange> changes, params IReadOnlyList<ZoneChange> lost)
    {
        changes.Add(new OccupancyChange(++Version, time, vehicle.Presence(), [.. lost, .. map.ChangesOf(changed)]));
        changed.Clear();
    }
}
