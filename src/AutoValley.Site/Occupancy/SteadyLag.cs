namespace AutoValley.Site.Occupancy;

/// <summary>
/// How late fixes come that are too old for the display, batch by batch: a clock that is behind is late by the same time all along, while what lay in a spool
/// comes ever less late, as it comes faster than it was made. Immutable; by default nothing came late.
/// </summary>
/// <param name="Event">Of the newest fix of the last batch.</param>
/// <param name="Receive">Of the last batch.</param>
/// <param name="Since">Receive time from which on batches were late by the same time.</param>
/// <param name="Least">Nanoseconds, since then, of all but the last batch.</param>
/// <param name="Most">Likewise.</param>
internal readonly record struct SteadyLag(long Event, long Receive, long Since, long Least, long Most)
{
    /// <summary>Nanoseconds that the last batch was late by.</summary>
    public long Nanos => TrackerRules.Difference(Receive, Event);

    /// <summary>Whether it has lasted so long that the vehicle's clock must be behind.</summary>
    public bool IsClock(TrackerRules rules) => Receive - Since >= rules.BehindAfter;

    /// <summary>As it is after one more fix that is too old.</summary>
    public SteadyLag After(FixTimes times, TrackerRules rules)
    {
        if (times.Receive == Receive)
            return this with { Event = Math.Max(Event, times.Event) };
        var isGap = this == default || times.Receive < Receive || times.Receive - Receive >= rules.StaleAfter;
        // A spool's batches between those of now are older than these.
        if (times.Event <= Event && !isGap)
            return this;
        var (least, most) = (Math.Min(Least, Nanos), Math.Max(Most, Nanos));
        return isGap || TrackerRules.Difference(most, least) > rules.LagTolerance
            ? new SteadyLag(times.Event, times.Receive, times.Receive, long.MaxValue, long.MinValue)
            : new SteadyLag(times.Event, times.Receive, Since, least, most);
    }
}
