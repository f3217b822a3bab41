using System.Globalization;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock;

/// <summary>A recording's clock, compared with a receiver's time where the recording holds one.</summary>
public sealed class RecordedClock : IVehicleClock, IReceiverTimeObserver
{
    /// <summary>Most time between the moment that a receiver tells and the record of its word; bounds the estimate's error.</summary>
    public static readonly TimeSpan MostLatency = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly LeastDelay delays = new(Window);
    private string signal = "";
    private long? first;

    /// <inheritdoc/>
    public ClockQuality Quality
    {
        get
        {
            lock (gate)
            {
                return delays.Current is { } offset
                    ? new ClockQuality(ClockSource.Recording, offset, (ulong)MostLatency.TotalNanoseconds)
                    : new ClockQuality(ClockSource.Recording);
            }
        }
    }

    /// <summary>What was found, for the closing report; null when the recording holds no receiver's time.</summary>
    public string? Report
    {
        get
        {
            lock (gate)
            {
                return delays.Current is not { } last
                    ? null
                    : $"clock: the recorded times are {Ahead(first!.Value)} the receiver's ({signal}) at the beginning, {Ahead(last)} them at the end, "
                        + Number($"within {MostLatency.TotalSeconds:0.0} s; {delays.Observations} compared, {delays.Outliers} outliers, {delays.Steps} steps");
            }
        }
    }

    void IReceiverTimeObserver.Observe(string signal, long time, long receiver) => Observe(signal, time, receiver);

    /// <summary>A record of the receiver's time.</summary>
    /// <param name="name">Which signal it is.</param>
    /// <param name="recorded">When it was recorded, Unix nanoseconds by the recording's clock.</param>
    /// <param name="receiver">The time that it tells, Unix nanoseconds.</param>
    internal void Observe(string name, long recorded, long receiver)
    {
        lock (gate)
        {
            signal = name;
            delays.Observe(receiver, (long)Int128.Clamp((Int128)recorded - receiver, long.MinValue, long.MaxValue));
            first ??= delays.Current;
        }
    }

    private static string Ahead(long offset) =>
        Number($"{Math.Abs((double)offset) / UnixTime.NanosPerSecond:0.000} s {(offset < 0 ? "behind" : "ahead of")}");

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
