using AutoValley.Server.Site.Fixes;
using AutoValley.Site;
using AutoValley.Site.Occupancy;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// What the site knows by all batches up to a position: who is where, and who was where. The same batches from the same snapshot give the same again. Not
/// safe for concurrent use.
/// </summary>
internal sealed class SiteState
{
    private readonly SiteOptions options;
    private readonly SiteCounters counters;
    private readonly BatchFixes batchFixes;
    private readonly List<PlacedFix> joined = [];
    private readonly List<OccupancyChange> changes = [];
    private readonly HashSet<VehicleName> touched = [];
    private Dictionary<VehicleName, FixJoiner> joiners = [];
    private OccupancyTracker? tracker;
    private long lastTick;

    /// <param name="options">How it judges.</param>
    /// <param name="counters">What it counts.</param>
    public SiteState(SiteOptions options, SiteCounters counters) =>
        (this.options, this.counters, batchFixes, Visits) = (options, counters, new BatchFixes(options.Signals), new VisitLedger(options.Visits));

    /// <summary>Of the last batch that was judged.</summary>
    public long Position { get; private set; }

    /// <summary>The map that vehicles are judged by; null while there is none.</summary>
    public Map? Map => tracker?.Map;

    /// <summary>Its version; 0 while there is none.</summary>
    public int MapVersion { get; private set; }

    /// <summary>All vehicles that were seen, cleared ones too.</summary>
    public IEnumerable<VehiclePresence> Presences => tracker?.Presences ?? [];

    /// <summary>What became of fixes; null while there is no map.</summary>
    public OccupancyCounts? Counts => tracker?.Counts;

    /// <summary>The record.</summary>
    public VisitLedger Visits { get; private set; }

    /// <summary>Begins behind a position without knowing anything, as what was before cannot be read any more.</summary>
    public void StartAt(long position) => Position = position;

    /// <summary>Judges the next batch, whatever is in it.</summary>
    public void Judge(DurableBatch batch)
    {
        Position = batch.Position;
        counters.AddBatch();
        if (tracker is null)
            return;
        // Silence as it was then: also when batches are judged long after they came.
        if (batch.ReceiveTime - lastTick >= options.Tick.Ticks * TimeSpan.NanosecondsPerTick)
            Advance(batch.ReceiveTime);
        try
        {
            batchFixes.Read(batch);
        }
        catch (InvalidDataException)
        {
            // Sealing makes a dead letter of it.
            counters.AddUnreadable();
            return;
        }
        Take(batch.Session.Vehicle.Name, batch.ReceiveTime, tracker);
    }

    /// <summary>The server's clock went on.</summary>
    public void Advance(long now)
    {
        lastTick = Math.Max(lastTick, now);
        tracker?.Advance(now, changes);
    }

    /// <summary>Another map holds for all batches from here on.</summary>
    public void ChangeMap(Map map, int version, long now)
    {
        Visits.ChangeMap(map, version);
        MapVersion = version;
        if (tracker is null)
            tracker = new OccupancyTracker(map, options.Occupancy);
        else
            tracker.ChangeMap(map, now, changes);
    }

    /// <summary>A person says that a silent vehicle is gone.</summary>
    /// <returns>Whether it was silent, and on the display.</returns>
    public bool Clear(VehicleName vehicle, string person, long now) => tracker?.Clear(vehicle, person, now, changes) ?? false;

    /// <summary>What a vehicle is.</summary>
    public void Describe(VehicleName vehicle, VehicleDescription description, long now) => tracker?.Describe(vehicle, description, now, changes);

    /// <summary>The vehicles that moved or changed since this was asked last, as they are now.</summary>
    public List<VehiclePresence> TakeTouched()
    {
        foreach (var change in changes)
            touched.Add(change.Presence.Vehicle);
        List<VehiclePresence> presences = [.. touched.Select(vehicle => tracker!.Find(vehicle)).OfType<VehiclePresence>()];
        changes.Clear();
        touched.Clear();
        return presences;
    }

    /// <summary>All it knows, but for maps and options.</summary>
    public SiteSnapshot Snapshot() => new(Position, MapVersion, tracker?.Snapshot() ?? [], joiners.ToDictionary(pair => pair.Key, pair => pair.Value.Last.ToArray()), Visits.Snapshot());

    /// <summary>Goes on as the state that a snapshot was taken of.</summary>
    /// <param name="snapshot">All it knew.</param>
    /// <param name="map">That of the snapshot's version; null when it has none.</param>
    /// <exception cref="InvalidDataException">They do not fit together.</exception>
    public void Restore(SiteSnapshot snapshot, Map? map)
    {
        changes.Clear();
        touched.Clear();
        (Position, MapVersion) = (snapshot.Position, snapshot.MapVersion);
        tracker = map is null ? null : OccupancyTracker.Restore(map, options.Occupancy, snapshot.Tracker);
        joiners = snapshot.Joiners.ToDictionary(pair => pair.Key, pair => FixJoiner.From(pair.Value));
        Visits = VisitLedger.Restore(snapshot.Visits, map is null ? null : (map, MapVersion), options.Visits);
    }

    private void Take(VehicleName vehicle, long receiveTime, OccupancyTracker occupancy)
    {
        if (!joiners.TryGetValue(vehicle, out var joiner))
        {
            if (!batchFixes.Roles.Any(role => role.Count > 0))
                return;
            joiners.Add(vehicle, joiner = new FixJoiner());
        }
        joined.Clear();
        counters.AddUnpaired(joiner.Join(batchFixes.Roles, joined));
        var projection = occupancy.Map.Projection;
        foreach (var placed in joined)
        {
            var place = projection.Project(placed.Latitude, placed.Longitude);
            var fix = new VehicleFix(placed.Time, place, placed.Heading, placed.Speed, placed.Accuracy * options.Signals.AccuracyFactor, batchFixes.ClockError)
            {
                IsRecorded = batchFixes.IsRecorded,
            };
            occupancy.Observe(vehicle, fix, receiveTime, changes);
            if (double.IsFinite(place.East) && double.IsFinite(place.North))
                Visits.Take(vehicle, fix);
        }
        if (joined.Count > 0)
            touched.Add(vehicle);
    }
}
