using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Services;

/// <summary>A response of LiveService in the making: columns of one batch, which share their times.</summary>
internal sealed class LiveResponse(VehicleName vehicle, long baseTime)
{
    private const int LargeSamples = 4_096;
    private const int LargeTextBytes = 64 << 10;
    private const int FullBytes = 1 << 20;

    // A time as a varint and a value.
    private const int BytesPerSample = 18;

    private readonly Dictionary<int, int> timeBases = [];
    private LiveSamples live = Begin(vehicle, baseTime);
    private long bytes;

    /// <summary>Whether it is to be sent before more is added.</summary>
    public bool IsFull => bytes >= FullBytes;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => live.Columns.Count == 0;

    /// <summary>Whether a column goes alone, in slices.</summary>
    public static bool IsLarge(Samples samples) => samples.Count > LargeSamples || SampleSlices.TextBytes(samples.Values) > LargeTextBytes;

    /// <summary>Adds a column.</summary>
    public void Add(string signal, int timeBase, Samples samples)
    {
        if (!timeBases.TryGetValue(timeBase, out var place))
        {
            timeBases[timeBase] = place = live.Times.Count;
            live.Times.Add(PlainColumns.ToTimeBase(samples.Times.Span, baseTime));
        }
        live.Columns.Add(new LiveColumn { Signal = signal, Column = PlainColumns.ToColumn(samples.Values, place) });
        bytes += signal.Length + ((long)samples.Count * BytesPerSample) + SampleSlices.TextBytes(samples.Values);
    }

    /// <summary>What was added; empty afterwards.</summary>
    public SubscribeResponse Take()
    {
        var taken = new SubscribeResponse { Samples = live };
        timeBases.Clear();
        (live, bytes) = (Begin(vehicle, baseTime), 0);
        return taken;
    }

    private static LiveSamples Begin(VehicleName vehicle, long baseTime) => new() { Vehicle = vehicle.ToString(), BaseTime = baseTime };
}
