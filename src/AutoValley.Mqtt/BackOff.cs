namespace AutoValley.Mqtt;

/// <summary>Waiting times before trying again, which double up to a longest one, each cut by up to a half at random so that a fleet does not come back at once.</summary>
/// <param name="first">The first wait, before it is cut.</param>
/// <param name="longest">No wait is longer.</param>
/// <param name="random">Gives numbers from 0 to below 1.</param>
public sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
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
