namespace AutoValley.Site.Occupancy;

/// <summary>A vehicle's state in one zone, from fix to fix.</summary>
/// <param name="Rank">The zone's.</param>
/// <param name="State">What it is now.</param>
/// <param name="Since">Event time from which it is occupied.</param>
internal record struct ZoneTrack(int Rank, ZoneState State, long Since)
{
    /// <summary>As of the last fix.</summary>
    public Nearness Nearness { get; set; }

    /// <summary>The first of the fixes, the last among them, that were clear of the zone; null when the last was not.</summary>
    public FixTimes? ClearSince { get; set; }

    /// <summary>
    /// Into a zone at once; surely in it only from deeper than what keeps it surely in; out of it only after the dwell. So noise narrower than the
    /// hysteresis, or shorter than the dwell, does not go back and forth.
    /// </summary>
    public ZoneState Next(FixTimes now, long dwell, Margin margin)
    {
        var nearness = margin.Limit(Nearness);
        if (nearness == Nearness.Clear && State != ZoneState.Out)
            return Leave(now, dwell);
        ClearSince = null;
        return nearness switch
        {
            Nearness.Deep => ZoneState.In,
            Nearness.Touching when State == ZoneState.In => ZoneState.In,
            Nearness.Touching or Nearness.Possible => ZoneState.Uncertain,
            _ => State == ZoneState.Out ? ZoneState.Out : ZoneState.Uncertain,
        };
    }

    private ZoneState Leave(FixTimes now, long dwell)
    {
        // A clock that was set back begins anew.
        var since = ClearSince is { } first && first.Event <= now.Event && first.Receive <= now.Receive ? first : now;
        ClearSince = since;
        return now.Event - since.Event >= dwell && now.Receive - since.Receive >= dwell ? ZoneState.Out : ZoneState.Uncertain;
    }
}
