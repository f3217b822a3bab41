using AutoValley.Telemetry;

namespace AutoValley.Storage.Sealing;

/// <summary>Tells people that sealing fails, since when, and what waits for it.</summary>
internal static class SealingDelay
{
    /// <param name="warnings">Of the back end, which may know better why.</param>
    /// <param name="sealer">Which seals.</param>
    /// <param name="waiting">Journal that is not sealed, in bytes.</param>
    /// <param name="oldest">Receive time of the oldest batch in it, Unix nanoseconds; null when there is none.</param>
    public static IReadOnlyList<string> AddTo(IReadOnlyList<string> warnings, Sealer sealer, long waiting, long? oldest)
    {
        if (sealer.Failure is not { Length: > 0 } failure)
            return warnings;
        var received = oldest is { } time ? $", the oldest received at {UnixTime.ToText(time)}" : "";
        var reason = warnings.Count == 0 ? $"{failure} (since {UnixTime.ToText(sealer.FailingSince)}): " : "";
        return [.. warnings, $"{reason}{waiting} bytes of journal wait to be sealed{received}"];
    }
}
