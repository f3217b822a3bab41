namespace AutoValley.Site.Occupancy;

/// <summary>The newest fix of a vehicle, and which others may follow it.</summary>
internal sealed class FixOrder
{
    private (VehicleFix Fix, FixTimes Times)? suspect;

    /// <summary>The newest one in order.</summary>
    public VehicleFix Fix { get; private set; }

    /// <summary>Its times.</summary>
    public FixTimes Times { get; private set; }

    /// <summary>Whether its time lay beyond the limit in the future when it came.</summary>
    public bool IsFuture { get; private set; }

    /// <summary>
    /// Event time of the newest fix that was not of the future: when a clock that ran ahead is set right, order goes on from here.
    /// </summary>
    public long Newest { get; private set; } = long.MinValue;

    /// <summary>Fixes that came late.</summary>
    public long Late { get; private set; }

    /// <summary>The last fix when it was a jump: if the next one fits to it, both were right.</summary>
    public (VehicleFix Fix, FixTimes Times)? Suspect => suspect;

    /// <summary>How late fixes come since the last one that was taken in order.</summary>
    public SteadyLag Lag { get; private set; }

    /// <summary>Nanoseconds by which the vehicle's clock is behind, as its fixes were late by the same time for long, and none came in order since; null when it is not.</summary>
    public long? Behind { get; private set; }

    public FixVerdict Offer(in VehicleFix fix, FixTimes times, TrackerRules rules)
    {
        var isFuture = rules.IsFuture(times);
        if (rules.IsTooOld(times) || times.Event <= (isFuture ? IsFuture ? Times.Event : long.MinValue : Newest))
        {
            Late++;
            if (rules.IsTooOld(times))
                TakeLag(fix, times, rules);
            return FixVerdict.Late;
        }
        if (IsJump(fix, times, rules))
        {
            suspect = (fix, times);
            return FixVerdict.Jump;
        }
        Take(fix, times, isFuture);
        return FixVerdict.Taken;
    }

    /// <summary>Whether every fix so far was too old when it came: the vehicle's clock is behind, or only its past is known.</summary>
    public bool IsLateOnly => Times != default && Newest == long.MinValue && !IsFuture;

    /// <summary>Takes a fix that came late as the newest, where there is nothing better to know the vehicle by.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryTakeLate(in VehicleFix fix, FixTimes times)
    {
        if (Times != default && !(IsLateOnly && times.Event > Times.Event))
            return false;
        (Fix, Times) = (fix, times);
        return true;
    }

    /// <summary>The server's clock was set back: silence counts from now on.</summary>
    public void SetBack(long now) => Times = Times with { Receive = now };

    /// <summary>Brings back what was kept.</summary>
    public static FixOrder Restore((VehicleFix Fix, long Receive, bool IsFuture) newest, long order, long late, (VehicleFix Fix, FixTimes Times)? suspect, (SteadyLag Lag, long? Behind) lag) => new()
    {
        Fix = newest.Fix,
        Times = new FixTimes(newest.Fix.Time, newest.Receive),
        IsFuture = newest.IsFuture,
        Newest = order,
        Late = late,
        suspect = suspect,
        Lag = lag.Lag,
        Behind = lag.Behind,
    };

    /// <summary>As taken, at another place: the map's plane is another.</summary>
    public FixOrder MovedTo(VehicleFix fix) => Restore((fix, Times.Receive, IsFuture), Newest, Late, null, (Lag, Behind));

    private bool IsJump(in VehicleFix fix, FixTimes times, TrackerRules rules) =>
        Times != default && rules.IsJump(Fix, Times, fix, times)
        && (suspect is not { } last || rules.IsJump(last.Fix, last.Times, fix, times));

    private void TakeLag(in VehicleFix fix, FixTimes times, TrackerRules rules)
    {
        Lag = rules.IsClockGood(fix) ? default : Lag.After(times, rules);
        // Whose clock was found behind stays so until it is right: another step of it, or a shaking link, sets nothing right.
        Behind = Lag != default && (Behind is not null || Lag.IsClock(rules)) ? Lag.Nanos : null;
    }

    private void Take(in VehicleFix fix, FixTimes times, bool isFuture)
    {
        (Fix, Times, IsFuture, suspect, Lag, Behind) = (fix, times, isFuture, null, default, null);
        if (!isFuture)
            Newest = times.Event;
    }
}
