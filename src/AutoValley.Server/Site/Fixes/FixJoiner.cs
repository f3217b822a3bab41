namespace AutoValley.Server.Site.Fixes;

/// <summary>
/// Joins samples of latitude, longitude, heading, speed and accuracy to fixes: a fix for each latitude, with the nearest longitude, and with what else was told
/// last. One a vehicle, because sources of different rates and batches part what belongs together.
/// </summary>
internal sealed class FixJoiner
{
    /// <summary>From a latitude to its longitude at most: they come together, or one right after the other.</summary>
    public const long PairNanos = 50_000_000;

    /// <summary>Heading, speed and accuracy are of use for so long: receivers tell some of them once a second.</summary>
    public const long AgeNanos = 2_000_000_000;

    private readonly TimedValue[] last = new TimedValue[PositionSignals.Roles];

    public FixJoiner() => Array.Fill(last, TimedValue.None);

    /// <summary>The newest sample of each role, in the order of <see cref="FixRole"/>: with it another joiner goes on as this one.</summary>
    public IReadOnlyList<TimedValue> Last => last;

    /// <summary>Goes on from another joiner's samples.</summary>
    public static FixJoiner From(IReadOnlyList<TimedValue> last)
    {
        var joiner = new FixJoiner();
        for (var role = 0; role < joiner.last.Length; role++)
            joiner.last[role] = last[role];
        return joiner;
    }

    /// <summary>Joins the samples of a batch.</summary>
    /// <param name="roles">By <see cref="FixRole"/>; sorted.</param>
    /// <param name="fixes">Takes the fixes, in the order of time.</param>
    /// <returns>Latitudes without a longitude.</returns>
    public int Join(IReadOnlyList<RoleSamples> roles, List<PlacedFix> fixes)
    {
        var unpaired = 0;
        var latitudes = roles[(int)FixRole.Latitude];
        Span<int> next = stackalloc int[PositionSignals.Roles];
        next.Clear();
        for (var index = 0; index < latitudes.Count; index++)
        {
            var time = latitudes.Times[index];
            for (var role = (int)FixRole.Longitude; role < PositionSignals.Roles; role++)
                Advance(roles[role], ref next[role], role, time);
            var longitude = Nearest(roles[(int)FixRole.Longitude], next[(int)FixRole.Longitude], time);
            if (double.IsNaN(longitude))
                unpaired++;
            else
                fixes.Add(new PlacedFix(time, latitudes.Values[index], longitude, Held(FixRole.Heading, time), Held(FixRole.Speed, time), Held(FixRole.Accuracy, time)));
        }
        for (var role = 0; role < PositionSignals.Roles; role++)
            Advance(roles[role], ref next[role], role, long.MaxValue);
        return unpaired;
    }

    // What is told up to a time is the last word until then; a late batch takes nothing back.
    private void Advance(RoleSamples samples, ref int next, int role, long time)
    {
        for (; next < samples.Count && samples.Times[next] <= time; next++)
        {
            if (samples.Times[next] >= last[role].Time)
                last[role] = new TimedValue(samples.Times[next], samples.Values[next]);
        }
    }

    private double Nearest(RoleSamples longitudes, int next, long time)
    {
        // Before or at the time: in this batch, else before it.
        var before = next > 0 ? new TimedValue(longitudes.Times[next - 1], longitudes.Values[next - 1]) : last[(int)FixRole.Longitude];
        var after = next < longitudes.Count ? new TimedValue(longitudes.Times[next], longitudes.Values[next]) : TimedValue.None;
        var (early, late) = (Distance(before, time), Distance(after, time));
        return Math.Min(early, late) > PairNanos ? double.NaN : (early <= late ? before : after).Value;
    }

    private static ulong Distance(TimedValue value, long time) =>
        double.IsNaN(value.Value) ? ulong.MaxValue : (ulong)Int128.Abs((Int128)value.Time - time);

    private double Held(FixRole role, long time)
    {
        var held = last[(int)role];
        return held.Time <= time && time - held.Time <= AgeNanos ? held.Value : double.NaN;
    }
}
