namespace AutoValley.Telemetry.LineProtocol;

/// <summary>The unit of a line's time.</summary>
/// <param name="Nanos">Nanoseconds of one.</param>
public readonly record struct LinePrecision(long Nanos)
{
    /// <summary>What is meant where nothing is said.</summary>
    public static LinePrecision Nanosecond { get; } = new(1);

    /// <summary>Reads InfluxDB's names of units: n, ns, u, us, µ, µs, ms, s, m, h; none or an empty one is nanoseconds.</summary>
    public static bool TryParse(string? name, out LinePrecision precision)
    {
        precision = new(name switch
        {
            null or "" or "n" or "ns" => 1,
            "u" or "us" or "µ" or "µs" => 1_000,
            "ms" => 1_000_000,
            "s" => UnixTime.NanosPerSecond,
            "m" => 60 * UnixTime.NanosPerSecond,
            "h" => 3_600 * UnixTime.NanosPerSecond,
            _ => 0,
        });
        return precision.Nanos > 0;
    }

    /// <summary>A time in this unit as Unix nanoseconds; false when it is out of range.</summary>
    public bool TryToNanos(long time, out long nanos) => (nanos = unchecked(time * Nanos)) / Nanos == time;

    /// <summary>A time cut down to a whole number of this unit.</summary>
    public long Truncate(long nanos) => nanos - (nanos % Nanos);
}
