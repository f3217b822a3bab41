using AutoValley.Site;
using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// The record: visits of all vehicles, from fixes in the order of their event times. Fixes that come late are noted as spans that have to be judged again
/// from the store (<see cref="LateVisits"/>).
/// </summary>
internal sealed class VisitLedger(VisitOptions options)
{
    private readonly Dictionary<VehicleName, VehicleRecord> vehicles = [];
    private readonly Dictionary<VisitKey, StoredVisit> changed = [];
    private readonly List<Visit> ended = [];
    private ZoneIndex? index;
    private int version;

    /// <summary>Vehicles with fixes that came late and that nobody judges.</summary>
    public IEnumerable<VehicleRecord> Late => vehicles.Values.Where(vehicle => vehicle is { Late: not null, Rejudged: null });

    /// <summary>Vehicles with fixes that came late and are not judged, by somebody or not.</summary>
    public IEnumerable<VehicleName> LateVehicles => vehicles.Where(pair => pair.Value.Late is not null || pair.Value.Rejudged is not null).Select(pair => pair.Key);

    /// <summary>A vehicle's record; null of one without a fix.</summary>
    public VehicleRecord? Find(VehicleName vehicle) => vehicles.GetValueOrDefault(vehicle);

    /// <summary>A fix came.</summary>
    public void Take(VehicleName vehicle, in VehicleFix fix)
    {
        if (index is null)
            return;
        if (!vehicles.TryGetValue(vehicle, out var record))
            vehicles.Add(vehicle, record = new VehicleRecord(vehicle, new VisitJudge(vehicle, index, options)));
        record.Take(fix, ended);
        NoteEnded();
    }

    /// <summary>Visits that go on end at their last fix, and later fixes are judged by another map.</summary>
    public void ChangeMap(Map next, int nextVersion)
    {
        var nextIndex = next.Index;
        foreach (var vehicle in vehicles.Values)
            vehicle.ChangeMap(nextIndex, options, ended);
        NoteEnded();
        (index, version) = (nextIndex, nextVersion);
    }

    /// <summary>Late fixes of a vehicle are judged: its visits that go on do so from another state.</summary>
    /// <param name="record">The vehicle's.</param>
    /// <param name="state">Null when no visit that goes on is concerned.</param>
    /// <returns>Visits that are none, of those that ended while the late ones were judged.</returns>
    public IReadOnlyList<StoredVisit> GoOn(VehicleRecord record, VisitState? state)
    {
        var next = state is null ? null : new VisitJudge(record.Vehicle, index!, options, state);
        StoredVisit[] wrong = [.. record.GoOn(next, ended).Select(visit => Stored(visit, visit.Leave!.Value))];
        foreach (var visit in wrong)
            changed.Remove(VisitKey.Of(visit));
        NoteEnded();
        return wrong;
    }

    /// <summary>Visits that became or changed since <see cref="Saved"/>, and all that go on.</summary>
    public IReadOnlyList<StoredVisit> Changes() =>
    [
        .. changed.Values,
        .. vehicles.Values.Select(vehicle => vehicle.Judge.State).SelectMany(state => state.Open.Select(visit => Stored(visit, state.LastTime))),
    ];

    /// <summary>The changes are durable.</summary>
    public void Saved() => changed.Clear();

    /// <summary>What goes on, and what is late; what ended has to be durable with it.</summary>
    public byte[] Snapshot()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(vehicles.Count);
        foreach (var (name, record) in vehicles)
        {
            writer.Write(name.ToString());
            record.Write(writer);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Goes on as the one that a snapshot was taken of.</summary>
    public static VisitLedger Restore(ReadOnlyMemory<byte> snapshot, (Map Map, int Version)? map, VisitOptions options)
    {
        var ledger = new VisitLedger(options);
        if (map is not { } known)
            return ledger;
        (ledger.index, ledger.version) = (known.Map.Index, known.Version);
        using var reader = new BinaryReader(new MemoryStream(snapshot.ToArray()));
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var vehicle = reader.ReadVehicle();
            ledger.vehicles.Add(vehicle, VehicleRecord.Read(reader, vehicle, ledger.index, options));
        }
        return ledger;
    }

    private void NoteEnded()
    {
        foreach (var visit in ended)
        {
            // Where a gap or another map ended it, that is its last fix; else the fix before, which is not worth keeping.
            var stored = Stored(visit, visit.Leave!.Value);
            changed[VisitKey.Of(stored)] = stored;
        }
        ended.Clear();
    }

    private StoredVisit Stored(Visit visit, long last) => new(visit.Vehicle.ToString(), visit.Zone, visit.Enter, last, visit.Leave, visit.Samples, visit.IsLate, version);
}
