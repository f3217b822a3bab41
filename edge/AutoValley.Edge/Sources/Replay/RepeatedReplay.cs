using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>
/// A replay as a source of a running agent: once, or round and round. Each round opens the files anew and begins now, or after the last sample of
/// the round before where a replay that is faster than its recording has run ahead of the clock.
/// </summary>
/// <param name="inputs">The files.</param>
/// <param name="options">How they are replayed; with rounds without end, times are always shifted.</param>
/// <param name="isEndless">Whether it begins again at the end.</param>
/// <param name="clock">Passes the time.</param>
internal sealed class RepeatedReplay(ReplayInputs inputs, ReplayOptions options, bool isEndless, TimeProvider clock) : ISampleSource
{
    // Two rounds may not share a time: of two samples of one time the later one counts.
    private const long NanosBetweenRounds = 1_000_000;

    private long rounds;

    /// <inheritdoc/>
    public string Name { get; } = $"replay {string.Join(", ", inputs.CanLogs.Concat(inputs.Gnss))}";

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => [new("rounds", Interlocked.Read(ref rounds))];

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        // The groups of a round are those of the round before.
        var last = new LastTime(new RememberedGroups(sink));
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Math.Max(UnixTime.Now(clock), last.Time is { } end ? end + NanosBetweenRounds : 0);
            using var round = inputs.Open(isEndless || options.ShiftToNow ? options with { Start = start, ShiftToNow = false } : options, clock);
            await round.RunAsync(last, cancellation);
            Interlocked.Increment(ref rounds);
            if (last.Time is null)
                return;
        }
        while (isEndless);
    }

    private sealed class LastTime(ISampleSink sink) : ISampleSink
    {
        public long? Time { get; private set; }

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => sink.Declare(signals);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
        {
            Time = Math.Max(time, Time ?? long.MinValue);
            return sink.WriteAsync(group, time, values, cancellation);
        }
    }
}
