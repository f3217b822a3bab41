using System.Globalization;
using AutoValley.Edge.Clock;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>
/// Replays recordings as if live: merges them by recorded time and waits until the clock has come as far. Event times stay as
/// recorded, or are all shifted by one span so that the first sample is now. A full sink delays everything; nothing is skipped to
/// catch up. Runs once.
/// </summary>
public sealed class ReplaySource : ISampleSource, IDisposable
{
    /// <summary>Shorter waits are not worth a timer: the samples go out together.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<IRecording> recordings;
    private readonly ReplayOptions options;
    private readonly TimeProvider clock;
    private readonly RecordedClock vehicleClock = new();

    /// <summary>Takes over the recordings: they are disposed when the run ends.</summary>
    public ReplaySource(IReadOnlyList<IRecording> recordings, ReplayOptions options, TimeProvider clock) =>
        (this.recordings, this.options, this.clock) = (recordings, options, clock);

    /// <inheritdoc/>
    public string Name => string.Join(", ", recordings.Select(recording => recording.Name));

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => [.. recordings.SelectMany(recording => recording.Signals)];

    /// <summary>What was read, used and left out so far: a line a recording, one about their clock where it could be compared, and what the mapping left out.</summary>
    public IEnumerable<string> Report =>
    [
        .. recordings.Select(recording => $"{recording.Name}: {recording.Report}"),
        .. vehicleClock.Report is { } compared ? new[] { compared } : [],
        .. (options.Mapping?.Counts ?? []).Select(count => string.Create(CultureInfo.InvariantCulture, $"mapping: {count.Count} {count.Name}")),
    ];

    /// <summary>The recordings' clock, compared with a receiver's time where they hold one.</summary>
    public IVehicleClock Clock => vehicleClock;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        try
        {
            // A sink that never waits must not keep the caller.
            await Task.Yield();
            await ReplayAsync(options.Mapping is { } mapping ? new MappedSink(sink, mapping) : sink, cancellation);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Closes the recordings of a replay that did not run.</summary>
    public void Dispose()
    {
        foreach (var recording in recordings)
            recording.Dispose();
    }

    private async Task ReplayAsync(ISampleSink sink, CancellationToken cancellation)
    {
        var upcoming = new PriorityQueue<IRecording, (long Time, int Order)>();
        for (var order = 0; order < recordings.Count; order++)
            Enqueue(upcoming, recordings[order], order);
        if (!upcoming.TryPeek(out _, out var first))
            return;
        var pace = new ReplayPace(options.Speed, clock, first.Time);
        var shift = options.Start is { } start ? start - first.Time : options.ShiftToNow ? UnixTime.Now(clock) - first.Time : 0;
        var watched = new ReceiverTimeSink(sink, vehicleClock, shift);
        while (upcoming.TryDequeue(out var recording, out var key))
        {
            cancellation.ThrowIfCancellationRequested();
            if (pace.Remaining(key.Time) is var wait && wait >= ShortestWait)
                await Task.Delay(wait, clock, cancellation);
            await recording.WriteAsync(recording.HasReceiverTime ? sink : watched, Shifted(key.Time, shift), cancellation);
            Enqueue(upcoming, recording, key.Order);
        }
    }

    private static long Shifted(long time, long shift) => (long)Int128.Clamp((Int128)time + shift, long.MinValue, long.MaxValue);

    private static void Enqueue(PriorityQueue<IRecording, (long Time, int Order)> upcoming, IRecording recording, int order)
    {
        if (recording.Read())
            upcoming.Enqueue(recording, (recording.Time, order));
    }
}
