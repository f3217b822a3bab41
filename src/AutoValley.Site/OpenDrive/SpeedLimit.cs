using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>A limit from some s on.</summary>
/// <param name="Start">s, metres.</param>
/// <param name="KilometresPerHour">Null for no limit.</param>
internal readonly record struct SpeedLimit(double Start, double? KilometresPerHour)
{
    /// <summary>Reads a <c>speed</c>: <c>max</c> is a number, "no limit" or "undefined"; <c>unit</c> m/s where there is none.</summary>
    public static SpeedLimit Read(XmlNode speed, double start)
    {
        if (speed.Text("max") is null or "no limit" or "undefined")
            return new SpeedLimit(start, null);
        var factor = speed.Text("unit") switch
        {
            "km/h" => 1,
            "mph" => 1.609344,
            "m/s" or "" or null => 3.6,
            var unit => throw speed.Fail($"unit \"{unit}\" of a speed is none of km/h, m/s, mph"),
        };
        return speed.Number("max") switch
        {
            < 0 => throw speed.Fail($"a speed limit of {speed.Text("max")}"),

            // Tools write 0 where nobody entered one.
            0 => new SpeedLimit(start, null),
            var limit => new SpeedLimit(start, limit * factor),
        };
    }

    /// <summary>The lowest of those that hold anywhere in a span; null for none, or where the span is empty.</summary>
    public static double? Lowest(IReadOnlyList<SpeedLimit> limits, double from, double to)
    {
        double? lowest = null;
        for (var i = 0; i < limits.Count; i++)
        {
            var ends = i + 1 < limits.Count ? limits[i + 1].Start : double.PositiveInfinity;
            if (Math.Max(limits[i].Start, from) < Math.Min(ends, to) && limits[i].KilometresPerHour is { } limit && !(limit >= lowest))
                lowest = limit;
        }
        return lowest;
    }
}
