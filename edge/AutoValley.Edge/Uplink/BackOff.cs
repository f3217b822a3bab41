namespace AutoValley.Edge.Uplink;

/// <summary>Waiting times that double up to a longest one, each cut by up to a half at random so that a fleet does not come back at once.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private double factor = 1;

    /// <summary>How long to wait this time.</summary>
    public TimeSpan Next()
    {
        var full = first * factor;
        if (full < longest)
            factor *= 2;
        return (full < longest ? full : longest) * (1 - random() / 2);
    }

    /// <summary>It went well: begins again with the first.</summary>
    public void Reset() => factor = 1;
}
