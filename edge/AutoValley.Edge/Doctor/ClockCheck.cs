using System.Globalization;
using AutoValley.Edge.Clock;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Doctor;

/// <summary>How good the clock is that the samples' times come from.</summary>
/// <param name="clock">What is known of it.</param>
/// <param name="witnesses">What those said who were asked.</param>
internal sealed class ClockCheck(IVehicleClock clock, IReadOnlyList<string> witnesses)
{
    private const string Subject = "clock";

    // Vehicles in one picture of the ground move 3 m in so long at 100 km/h.
    private static readonly TimeSpan Tolerable = TimeSpan.FromMilliseconds(100);

    /// <summary>What is known of it now.</summary>
    public Finding Run()
    {
        var quality = clock.Quality;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"by {Word(quality.Source)}, offset {Seconds(quality.OffsetNanos)}, error at most {Seconds((long?)quality.ErrorNanos)} ({string.Join("; ", witnesses)})");
        if (quality.OffsetNanos is { } offset && TimeSpan.FromMicroseconds(Math.Abs(offset / 1000.0)) > Tolerable)
            return new Finding(Verdict.Broken, Subject, text, "set the clock: samples would have wrong times, which the server shows but does not mend");
        return quality.Source is ClockSource.System or ClockSource.Unspecified
            ? new Finding(Verdict.Doubtful, Subject, text, "nothing steers it: run chrony, PTP, or a source of kind gnss, so that the times of vehicles can be compared")
            : new Finding(Verdict.Fine, Subject, text);
    }

    private static string Word(ClockSource source) => source switch
    {
        ClockSource.Ntp => "NTP",
        ClockSource.Ptp => "PTP",
        ClockSource.Gnss => "GNSS",
        ClockSource.System => "the computer alone",
        _ => source.ToString(),
    };

    private static string Seconds(long? nanos) => nanos is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1e9:0.000000} s") : "unknown";
}
