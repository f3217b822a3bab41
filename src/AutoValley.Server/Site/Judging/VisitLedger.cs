using AutoValley.Site;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// The record: visits of all vehicles, from fixes in the order of their event times. Fixes that come late are noted as spans that have to be judged again
/// from the store (<see cref="LateVisits"/>).
/// </summary>
internal sealed class VisitLedger(long gapNanos)
{
    private readonly Dictionary<VehicleName, VehicleVisits> vehicles = [];
    private readonly Dictionary<VehicleName, FixSpan> late = [];
    private readonly Dictionary<VisitKey, StoredVisit> changed = [];
    private readonly List<StoredVisit> ended = [];
    private (Map Map, int Version)? map;
    private ZoneIndex? index;

    /// <summary>The map that visits are judged by, with its version.</summary>
    public (Map Map, int Version)? Map
    {
        get => map;
        init => (map, index) = (value, IndexOf(value));
    }

    /// <summary>Of each vehicle with fixes that came late, their span; until they are judged.</summary>
    public IReadOnlyDictionary<VehicleName, FixSpan> Late => late;

    /// <summary>A vehicle's visits that go on; null of one without a fix.</summary>
    public VehicleVisits? Find(VehicleName vehicle) => vehicles.GetValueOrDefault(vehicle);

    /// <summary>A fix came.</summary>
    public void Take(VehicleName vehicle, long time, LocalPosition place)
    {
        if (index is null)
            return;
        if (!vehicles.TryGetValue(vehicle, out var visits))
            vehicles.Add(vehicle, visits = new VehicleVisits(vehicle.ToString(), gapNanos));
        if (time <= visits.Newest)
        {
            AddLate(vehicle, new FixSpan(time, time));
            return;
        }
        visits.Take(time, index.At(place), map!.Value.Version, ended);
        NoteEnded();
    }

    /// <summary>Visits that go on end at their last fix, and later fixes are judged by another map.</summary>
    public void ChangeMap(Map next, int version)
    {
        foreach (var vehicle in vehicles.Values)
            vehicle.ChangeMap(map?.Version ?? 0, ended);
        NoteEnded();
        (map, index) = ((next, version), IndexOf((next, version)));
    }

    /// <summary>Late fixes that wait to be judged, which somebody takes on now.</summary>
    public FixSpan? TakeLate(VehicleName vehicle) => late.Remove(vehicle, out var span) ? span : null;

    /// <summary>A span has to be judged from the store.</summary>
    public void AddLate(VehicleName vehicle, FixSpan span) => late[vehicle] = late.TryGetValue(vehicle, out var known) ? known.Including(span) : span;

    /// <summary>A visit that ended is another one.</summary>
    public void Mend(StoredVisit visit) => changed[VisitKey.Of(visit)] = visit;

    /// <summary>A visit is none.</summary>
    public void Forget(StoredVisit visit) => changed.Remove(VisitKey.Of(visit));

    /// <summary>The visit of that key, if it ended and is not durable yet.</summary>
    public StoredVisit? FindEnded(VisitKey key) => changed.GetValueOrDefault(key) is { Leave: not null } visit ? visit : null;

    /// <summary>Visits of a vehicle that ended and are not durable yet.</summary>
    public IEnumerable<StoredVisit> EndedOf(string vehicle) => changed.Values.Where(visit => visit.Vehicle == vehicle && visit.Leave is not null);

    /// <summary>Visits that became or changed since <see cref="Saved"/>, and all that go on.</summary>
    public IReadOnlyList<StoredVisit> Changes() => [.. changed.Values, .. vehicles.Values.SelectMany(vehicle => vehicle.SoFar(map!.Value.Version))];

    /// <summary>The changes are durable.</summary>
    public void Saved() => changed.Clear();

    /// <summary>What goes on, and what is late; what ended has to be durable with it.</summary>
    public byte[] Snapshot()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(vehicles.Count);
        foreach (var (name, visits) in vehicles)
        {
            writer.Write(name.ToString());
            visits.Write(writer);
        }
        writer.Write(late.Count);
        foreach (var (name, span) in late)
        {
            writer.Write(name.ToString());
            writer.Write(span.First);
            writer.Write(span.Last);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Goes on as the one that a snapshot was taken of.</summary>
    public static VisitLedger Restore(ReadOnlyMemory<byte> snapshot, (Map Map, int Version)? map, long gapNanos)
    {
        var ledger = new VisitLedger(gapNanos) { Map = map };
        using var reader = new BinaryReader(new MemoryStream(snapshot.ToArray()));
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var vehicle = reader.ReadVehicle();
            ledger.vehicles.Add(vehicle, VehicleVisits.Read(reader, vehicle.ToString(), gapNanos));
        }
        for (var count = reader.ReadInt32(); count > 0; count--)
            ledger.late.Add(reader.ReadVehicle(), new FixSpan(reader.ReadInt64(), reader.ReadInt64()));
        return ledger;
    }

    private static ZoneIndex? IndexOf((Map Map, int Version)? map) => map is { } one ? new ZoneIndex(one.Map.Zones) : null;

    private void NoteEnded()
    {
        ended.ForEach(Mend);
        ended.Clear();
    }
}
