using AutoValley.Edge.Sources.Kuksa.Wire;
using AutoValley.Telemetry;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>Changes into samples, with the databroker's time stamps. Never throws for what a change holds.</summary>
internal sealed class KuksaReader(KuksaStatistics statistics, ISampleSink sink, TimeProvider clock)
{
    private readonly Dictionary<string, SignalGroup> groups = new(StringComparer.Ordinal);
    private readonly SampleValue[] one = new SampleValue[1];

    /// <summary>Declares the signals that may come.</summary>
    /// <exception cref="SourceException">Another source has one of them with another type or unit.</exception>
    public void Declare(IReadOnlyList<SignalSpec> signals)
    {
        try
        {
            foreach (var signal in signals)
                groups[signal.Name] = sink.Declare([signal]);
        }
        catch (ArgumentException taken)
        {
            throw new SourceException(taken.Message, taken);
        }
    }

    /// <summary>Takes a change.</summary>
    public async ValueTask TakeAsync(string path, Datapoint point, CancellationToken cancellation)
    {
        if (!groups.TryGetValue(path, out var group))
        {
            statistics.Faults.Add(KuksaFault.Signal, $"'{path}' was not asked for");
            return;
        }
        if (point.Value is null or { TypedValueCase: Value.TypedValueOneofCase.None })
        {
            statistics.IsEmpty();
            return;
        }
        if (!KuksaValues.TryRead(point.Value, group.Signals[0].Type, out one[0]) || TimeOf(point.Timestamp) is not { } time)
        {
            statistics.Faults.Add(KuksaFault.Value, $"{path}: a {point.Value.TypedValueCase} that is none of its values, or an impossible time");
            return;
        }
        try
        {
            await sink.WriteAsync(group, time, one, cancellation);
            statistics.Took();
        }
        catch (ArgumentException unusable)
        {
            statistics.Faults.Add(KuksaFault.Value, $"{path}: {unusable.Message}");
        }
    }

    private long? TimeOf(Timestamp? stamp)
    {
        if (stamp is null)
        {
            statistics.IsUntimed();
            return UnixTime.Now(clock);
        }
        var nanos = ((Int128)stamp.Seconds * UnixTime.NanosPerSecond) + stamp.Nanos;
        return nanos >= long.MinValue && nanos <= long.MaxValue ? (long)nanos : null;
    }
}
