using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Services;

/// <summary>A response of LiveService in the making: columns of one batch, which share their times.</summary>
internal sealed class LiveResponseBuilder(VehicleName vehicle, BatchView batch)
{
    private const int LargeSamples = 4_096;
    private const int LargeTextBytes = 64 << 10;
    private const int FullBytes = 1 << 20;

    // A time as a varint and a value.
    private const int BytesPerSample = 18;

    private readonly Dictionary<int, int> timeBases = [];
    private LiveSamples live = Begin(vehicle, batch);
    private long bytes;

    /// <summary>Whether it is to be sent before more is added.</summary>
    public bool IsFull => bytes >= FullBytes;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => live.Columns.Count == 0;

    /// <summary>Whether a column goes alone, in slices.</summary>
    public static bool IsLarge(Samples samples) => samples.Count > LargeSamples || SampleSlices.TextBytes(samples.Values) > LargeTextBytes;

    /// <summary>Adds a column, plain.</summary>
    public void Add(string signal, int timeBase, Samples samples)
    {
        var place = PlaceOf(timeBase, () => PlainColumns.ToTimeBase(samples.Times.Span, batch.BaseTime));
        live.Columns.Add(new LiveColumn { Signal = signal, Column = PlainColumns.ToColumn(samples.Values, place) });
        bytes += signal.Length + ((long)samples.Count * BytesPerSample) + SampleSlices.TextBytes(samples.Values);
    }

    /// <summary>Adds a column as the batch has it; what the batch has plain stays so.</summary>
    public void AddEncoded(string signal, int column)
    {
        var (timeBase, values) = (batch.Columns[column].TimeBase, batch.EncodedValues(column));
        var place = PlaceOf(timeBase, () => TimesOf(timeBase));
        var encoded = values.IsEmpty
            ? PlainColumns.ToColumn(batch.Decode(column).Values, place)
            : new Column { TimeBase = (uint)place, Encoded = UnsafeByteOperations.UnsafeWrap(values) };
        live.Columns.Add(new LiveColumn { Signal = signal, Column = encoded });
        bytes += signal.Length + encoded.CalculateSize();
    }

    /// <summary>What was added; empty afterwards.</summary>
    public SubscribeResponse Take()
    {
        var taken = new SubscribeResponse { Samples = live };
        timeBases.Clear();
        (live, bytes) = (Begin(vehicle, batch), 0);
        return taken;
    }

    private int PlaceOf(int timeBase, Func<TimeBase> times)
    {
        if (timeBases.TryGetValue(timeBase, out var place))
            return place;
        timeBases[timeBase] = place = live.Times.Count;
        var added = times();
        live.Times.Add(added);
        bytes += added.Encoded.Length;
        return place;
    }

    private TimeBase TimesOf(int timeBase) => batch.EncodedTimes(timeBase) is { IsEmpty: false } times
        ? new TimeBase { Encoded = UnsafeByteOperations.UnsafeWrap(times) }
        : PlainColumns.ToTimeBase(batch.DecodeTimes(timeBase).Span, batch.BaseTime);

    private static LiveSamples Begin(VehicleName vehicle, BatchView batch) => new() { Vehicle = vehicle.ToString(), BaseTime = batch.BaseTime };
}
