using System.Globalization;

namespace Grpc.Wire;

/// <summary>The header <c>grpc-timeout</c>: at most 8 digits and a unit, H M S m u n.</summary>
internal static class GrpcTimeout
{
    private const int MaximumDigits = 8;
    private const long MaximumValue = 99_999_999;

    // From fine to coarse, so that the first that fits loses least.
    private static readonly (char Unit, double Ticks)[] Units =
    [
        ('n', 0.01), ('u', TimeSpan.TicksPerMicrosecond), ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond), ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>Rounded up, so that the server does not give up before the client.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(0, timeout.Ticks);
        foreach (var (unit, length) in Units)
        {
            var value = Math.Ceiling(ticks / length);
            if (value <= MaximumValue)
                return string.Create(CultureInfo.InvariantCulture, $"{value:0}{unit}");
        }
        return $"{MaximumValue}H";
    }

    /// <summary>False for anything that the protocol does not allow.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MaximumDigits + 1
            || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        var index = Array.FindIndex(Units, candidate => candidate.Unit == text[^1]);
        if (index < 0)
            return false;
        timeout = TimeSpan.FromTicks((long)Math.Ceiling(value * Units[index].Ticks));
        return true;
    }
}
