using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>All that is known of one vehicle, from fix to fix.</summary>
internal sealed class VehicleTrack(VehicleName vehicle, TrackedMap map, TrackerRules rules)
{
    private readonly ZoneCursor cursor = new(map.Index);
    private NearnessAnchor anchor = NearnessAnchor.None;
    private Margin margin;
    private VehiclePresence? presence;

    public VehicleName Vehicle => vehicle;

    public ZoneTracks Zones { get; } = new(rules.Options.MaximumZones, map.Judge.Outside);

    /// <summary>What does not change by fixes.</summary>
    public VehicleDescription Description { get; private set; } = VehicleDescription.Unknown;

    /// <summary>Fixes and the silence between them.</summary>
    public FixOrder Order { get; init; } = new();

    public VehicleDoubts Doubts { get; private set; }

    public long? StaleSince { get; private set; }

    /// <summary>Nanoseconds; null unless its clock is behind. Nobody asks where it is once it was cleared.</summary>
    public long? Behind => Cleared is null ? Order.Behind : null;

    public Clearance? Cleared { get; private set; }

    public void Describe(VehicleDescription description) => (Description, anchor, presence) = (description, NearnessAnchor.None, null);

    /// <summary>What came of a fix that is not absurd in itself.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="times">Its times.</param>
    /// <param name="isNewest">Whether the vehicle is known by it from now on, and to be judged.</param>
    public FixVerdict Offer(in VehicleFix fix, FixTimes times, out bool isNewest)
    {
        presence = null;
        var verdict = Order.Offer(fix, times, rules);
        isNewest = verdict == FixVerdict.Taken || (verdict == FixVerdict.Late && Order.TryTakeLate(fix, times));
        return verdict;
    }

    /// <summary>Judges the newest fix.</summary>
    /// <returns>Whether something changed beside the zones in <paramref name="changes"/>.</returns>
    public bool Judge(List<RankChange> changes)
    {
        var before = (Doubts, StaleSince, Cleared);
        // It is heard, so it must be seen; where it is now nobody knows.
        (StaleSince, Cleared, presence) = (Order.IsLateOnly ? Order.Times.Event + rules.StaleAfter : null, null, null);
        var doubts = rules.DoubtsOf(Order.Fix, Order.IsFuture || Order.IsLateOnly);
        var now = rules.MarginOf(Order.Fix, doubts);
        var isHeld = !Zones.IsFull && anchor.Holds(Order.Fix, now.Metres, Description.Shape.Reach);
        if (!isHeld)
            Measure(now.Metres);
        if (!isHeld || Zones.IsLeaving || now.Limits != margin.Limits)
            Zones.Advance(Order.Times, rules.Dwell, now, changes);
        margin = now;
        Doubts = doubts | (Zones.IsFull ? VehicleDoubts.TooManyZones : 0);
        return cursor.MoveTo(Order.Fix.Place) | before != (Doubts, StaleSince, Cleared);
    }

    /// <summary>The server's clock went on.</summary>
    /// <returns>Whether the vehicle became stale.</returns>
    public bool Advance(long now)
    {
        if (now < Order.Times.Receive)
            Order.SetBack(now);
        if (StaleSince is not null || now - Order.Times.Receive < rules.StaleAfter)
            return false;
        StaleSince = Order.Times.Receive + rules.StaleAfter;
        presence = null;
        return true;
    }

    /// <summary>A person says that it is gone.</summary>
    public void Clear(Clearance clearance, List<RankChange> changes)
    {
        foreach (var track in Zones.All)
            changes.Add(new RankChange(track.Rank, track.State, ZoneState.Out));
        Zones.Clear();
        (Cleared, Doubts, anchor, presence) = (clearance, VehicleDoubts.None, NearnessAnchor.None, null);
    }

    /// <summary>The same vehicle on another map, judged there by its last fix.</summary>
    public VehicleTrack MovedTo(TrackedMap other, List<RankChange> changes)
    {
        var moved = new VehicleTrack(vehicle, other, rules) { Order = Order.MovedTo(map.PlaceOn(other, Order.Fix)) };
        moved.Restore(Description, Doubts, StaleSince, Cleared);
        if (Cleared is not null)
            return moved;
        foreach (var track in Zones.All)
        {
            if (map.RankOn(other, track.Rank) is { } rank)
                moved.Zones.Add(track with { Rank = rank });
        }
        moved.Judge(changes);
        (moved.StaleSince, moved.presence) = (StaleSince, null);
        return moved;
    }

    /// <summary>Brings back what was kept. The zones are added by the caller.</summary>
    public void Restore(VehicleDescription description, VehicleDoubts doubts, long? staleSince, Clearance? cleared)
    {
        (Description, Doubts, StaleSince, Cleared) = (description, doubts, staleSince, cleared);
        cursor.MoveTo(Order.Fix.Place);
    }

    public VehiclePresence Presence() => presence ??= new VehiclePresence(vehicle, Description, Order.Fix, Order.Times.Receive)
    {
        Zones = map.PresencesOf(Zones.All),
        StrictZones = Cleared is null ? map.ZonesOf(cursor.Ranks) : [],
        Outside = Zones.Of(map.Judge.Outside).State,
        Doubts = Doubts | (Behind is null ? 0 : VehicleDoubts.Clock),
        StaleSince = StaleSince,
        Cleared = Cleared,
        LateFixes = Order.Late,
        IsLateOnly = Order.IsLateOnly,
        ClockBehind = Behind,
    };

    private void Measure(double metres)
    {
        var slack = map.Judge.Judge(new Footprint(Order.Fix, Description.Shape), metres, map.Near);
        anchor = new NearnessAnchor(Order.Fix.Place, Order.Fix.Heading, metres, slack);
        Zones.Judge(map.Near);
    }
}
