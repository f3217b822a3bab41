using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// The record of one vehicle: fixes in the order of their event times give visits. A visit lasts from the first fix in the zone to the first that is out
/// of it; a gap ends it at the last fix before. Every fix counts as it is: no margin, no hysteresis. Not safe for concurrent use.
/// </summary>
public sealed class VisitJudge
{
    private readonly VehicleName vehicle;
    private readonly ZoneIndex index;
    private readonly VisitOptions options;
    private readonly ZoneCursor cursor;
    private readonly List<OpenVisit> open = [];
    private long lastTime;
    private long samples;

    // Whether the open visits are those of the cursor's zones.
    private bool isCompared;

    /// <param name="vehicle">Whose record.</param>
    /// <param name="index">The map's.</param>
    /// <param name="options">What a gap is.</param>
    /// <param name="state">Where to go on; from nothing when null. Visits in zones that the map does not have end at its last fix.</param>
    public VisitJudge(VehicleName vehicle, ZoneIndex index, VisitOptions? options = null, VisitState? state = null)
    {
        (this.vehicle, this.index, this.options, cursor) = (vehicle, index, options ?? new VisitOptions(), new ZoneCursor(index));
        lastTime = (state ?? VisitState.None).LastTime;
        foreach (var visit in state?.Open ?? [])
            open.Add(new OpenVisit(visit.Zone, visit.Enter, -visit.Samples, visit.IsLate));
    }

    /// <summary>Where the record stands.</summary>
    public VisitState State => new(lastTime, [.. open.Select(visit => ToVisit(visit, null))]);

    /// <summary>A fix.</summary>
    /// <param name="fix">Newer than the one before.</param>
    /// <param name="isLate">Whether it came late: the visits that it is part of, or ends, are marked.</param>
    /// <param name="ended">Takes the visits that ended.</param>
    /// <returns>
    /// False if it was not judged: its place is no number, or it is not newer, so that the span it belongs to is to be judged again (<see cref="VisitRecord"/>).
    /// </returns>
    public bool Observe(in VehicleFix fix, bool isLate, ICollection<Visit> ended)
    {
        if (fix.Time <= lastTime || !double.IsFinite(fix.Place.East) || !double.IsFinite(fix.Place.North))
            return false;
        if (IsGap(fix.Time))
            End(ended);
        if (cursor.MoveTo(fix.Place) | isLate | !isCompared)
            Compare(fix.Time, isLate, ended);
        samples++;
        lastTime = fix.Time;
        return true;
    }

    /// <summary>No fix follows, or none for longer than a gap: visits end at the last one.</summary>
    public void End(ICollection<Visit> ended)
    {
        foreach (var visit in open)
            ended.Add(ToVisit(visit, lastTime));
        open.Clear();
        isCompared = false;
    }

    private void Compare(long time, bool isLate, ICollection<Visit> ended)
    {
        for (var i = 0; i < open.Count; i++)
        {
            if (isLate)
                open[i] = open[i] with { IsLate = true };
            if (!IsAt(open[i].Zone))
                ended.Add(ToVisit(open[i], time));
        }
        open.RemoveAll(visit => !IsAt(visit.Zone));
        foreach (var rank in cursor.Ranks)
        {
            var zone = index.Zones[rank].Name;
            if (!open.Exists(visit => visit.Zone == zone))
                open.Add(new OpenVisit(zone, time, samples, isLate));
        }
        isCompared = true;
    }

    // Without wrapping around.
    private bool IsGap(long time) => (Int128)time - lastTime > options.GapNanos;

    private bool IsAt(string zone)
    {
        foreach (var rank in cursor.Ranks)
        {
            if (index.Zones[rank].Name == zone)
                return true;
        }
        return false;
    }

    private Visit ToVisit(OpenVisit visit, long? leave) => new(vehicle, visit.Zone, visit.Enter, leave, samples - visit.Before) { IsLate = visit.IsLate };

    // Before: fixes judged before its first.
    private readonly record struct OpenVisit(string Zone, long Enter, long Before, bool IsLate);
}
