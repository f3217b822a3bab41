using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>One vehicle's record where it goes on: its judge, and what has to be judged again.</summary>
internal sealed class VehicleRecord(VehicleName vehicle, VisitJudge judge)
{
    private List<VehicleFix>? tail;
    private List<Visit> tailEnded = [];

    /// <summary>Whose.</summary>
    public VehicleName Vehicle => vehicle;

    /// <summary>Judges its fixes.</summary>
    public VisitJudge Judge { get; private set; } = judge;

    /// <summary>Event time of the fix that was the newest when the map became another one: later ones are judged by the new one.</summary>
    public long MapSince { get; private set; } = long.MinValue;

    /// <summary>Fixes that came late and were not judged yet; null for none.</summary>
    public RecordSpan? Late { get; private set; }

    /// <summary>Those that are being judged.</summary>
    public RecordSpan? Rejudged { get; private set; }

    /// <summary>The next fix.</summary>
    /// <param name="fix">In any order: late ones are noted.</param>
    /// <param name="ended">Takes the visits that end by it.</param>
    public void Take(in VehicleFix fix, List<Visit> ended)
    {
        var before = ended.Count;
        if (!Judge.Observe(fix, isLate: false, ended))
        {
            AddLate(new RecordSpan(fix.Time, fix.Time));
            return;
        }
        tail?.Add(fix);
        if (tail is not null)
            tailEnded.AddRange(ended[before..]);
    }

    /// <summary>Visits that go on end, and later fixes are judged by another map.</summary>
    public void ChangeMap(ZoneIndex next, VisitOptions options, List<Visit> ended)
    {
        Judge.End(ended);
        var state = Judge.State;
        (Judge, MapSince, tail, tailEnded) = (new VisitJudge(vehicle, next, options, state), state.LastTime, null, []);
        // What is being judged came out for a record that goes on no more.
        if (Rejudged is { } span)
            AddLate(span);
        Rejudged = null;
    }

    /// <summary>Late fixes have to be judged.</summary>
    public void AddLate(RecordSpan span) => Late = Late?.Including(span) ?? span;

    /// <summary>Somebody judges the late fixes from the store; what comes meanwhile is kept for <see cref="GoOn"/>.</summary>
    public RecordSpan? BeginRejudging()
    {
        (Rejudged, Late, tail, tailEnded) = (Late, null, [], []);
        return Rejudged;
    }

    /// <summary>The late fixes are judged. Visits that go on do so from another state, from which the fixes that came meanwhile are judged again.</summary>
    /// <param name="next">A judge in that state; null when no visit that goes on is concerned.</param>
    /// <param name="ended">Takes the visits that ended meanwhile, as they are now.</param>
    /// <returns>The visits that ended meanwhile, as they were taken to be.</returns>
    public IReadOnlyList<Visit> GoOn(VisitJudge? next, List<Visit> ended)
    {
        var (fixes, before) = (tail, tailEnded);
        (tail, tailEnded, Rejudged) = (null, [], null);
        if (next is null || fixes is null)
            return [];
        foreach (var fix in fixes)
            next.Observe(fix, isLate: false, ended);
        Judge = next;
        return before;
    }

    /// <summary>The judging came to nothing: it has to be done again.</summary>
    public void GiveUpRejudging()
    {
        if (Rejudged is { } span)
            AddLate(span);
        (Rejudged, tail, tailEnded) = (null, null, []);
    }

    public void Write(BinaryWriter writer)
    {
        var state = Judge.State;
        writer.Write(MapSince);
        writer.Write(state.LastTime);
        writer.Write(state.Open.Count);
        foreach (var visit in state.Open)
        {
            writer.Write(visit.Zone);
            writer.Write(visit.Enter);
            writer.Write(visit.Samples);
            writer.Write(visit.IsLate);
        }
        var late = Rejudged is { } span ? Late?.Including(span) ?? span : Late;
        writer.Write(late is not null);
        writer.Write(late?.From ?? 0);
        writer.Write(late?.To ?? 0);
    }

    public static VehicleRecord Read(BinaryReader reader, VehicleName vehicle, ZoneIndex index, VisitOptions options)
    {
        var (mapSince, lastTime) = (reader.ReadInt64(), reader.ReadInt64());
        List<Visit> open = [];
        for (var count = reader.ReadInt32(); count > 0; count--)
            open.Add(new Visit(vehicle, reader.ReadString(), reader.ReadInt64(), null, reader.ReadInt64()) { IsLate = reader.ReadBoolean() });
        var record = new VehicleRecord(vehicle, new VisitJudge(vehicle, index, options, new VisitState(lastTime, open))) { MapSince = mapSince };
        var (hasLate, late) = (reader.ReadBoolean(), new RecordSpan(reader.ReadInt64(), reader.ReadInt64()));
        record.Late = hasLate ? late : null;
        return record;
    }
}
