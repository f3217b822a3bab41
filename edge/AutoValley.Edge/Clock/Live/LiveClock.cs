using AutoValley.Edge.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// The system clock of a running agent, and how far it can be trusted. The first witness that knows something decides source, offset and bound of the error.
/// A receiver's time is compared with it: without a witness it gives the offset, within <see cref="RecordedClock.MostLatency"/>; one that contradicts the witness widens the bound until both
/// are within. All is kept against the monotonic clock, so a step of the system clock is in the offset of the next batch. Safe for concurrent use.
/// </summary>
internal sealed class LiveClock : IVehicleClock, IAsyncDisposable
{
    /// <summary>How often witnesses are asked, and at the latest when the clock was set.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long a witness's word counts.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <summary>Receivers at a time.</summary>
    public const int MaximumReceivers = 16;

    // From a word's coming to its being heard here: more is no lateness but a step.
    private static readonly TimeSpan MostLateness = TimeSpan.FromSeconds(10);

    private static readonly ulong ReceiverError = (ulong)RecordedClock.MostLatency.TotalNanoseconds;

    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly ClockSteps steps;
    private readonly Dictionary<string, ReceiverDelay> receivers = new(StringComparer.Ordinal);
    private readonly WakeUp wake;
    private readonly CancellationTokenSource stop = new();
    private readonly Task asking;
    private IReadOnlyList<IClockWitness> witnesses = [];
    private Testimony? testimony;
    private int contradictions;
    private bool isContradicted;

    /// <summary>Begins to look after the clock; nobody is asked until <see cref="Ask"/>.</summary>
    /// <param name="clock">The system's, and the monotonic one.</param>
    /// <param name="logger">Steps and contradictions are logged.</param>
    public LiveClock(TimeProvider clock, ILogger logger)
    {
        (this.logger, steps, wake) = (logger, new ClockSteps(clock), new WakeUp(clock));
        asking = Task.Run(AskAllAsync);
    }

    /// <inheritdoc/>
    public ClockQuality Quality
    {
        get
        {
            lock (gate)
            {
                FindStep();
                return Judge();
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts
    {
        get
        {
            lock (gate)
                return [new("clock steps", steps.Count), new("receiver and clock apart", contradictions)];
        }
    }

    /// <summary>Who is asked from now on; the first one that knows something counts.</summary>
    public void Ask(IReadOnlyList<IClockWitness> others)
    {
        lock (gate)
            witnesses = others;
        wake.Set();
    }

    /// <summary>Asks them all; the first one that knows something counts.</summary>
    /// <returns>What each said, for people.</returns>
    public async Task<IReadOnlyList<string>> AskOnceAsync(IReadOnlyList<IClockWitness> asked, CancellationToken cancellation)
    {
        ClockQuality? first = null;
        var words = new List<string>();
        foreach (var witness in asked)
        {
            var answer = await AskAsync(witness, cancellation);
            first ??= answer.Quality;
            words.Add($"{witness.Name} {answer.Words}");
        }
        Note(first);
        return words;
    }

    /// <summary>What hears a receiver's times.</summary>
    /// <param name="source">Who it is: several receivers are kept apart.</param>
    public IReceiverTimeObserver Receiver(string source) => new Listener(this, source);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        wake.Dispose();
        stop.Dispose();
    }

    // Whatever is wrong with one of them, the others are asked, and it the next time.
    private static async Task<ClockAnswer> AskAsync(IClockWitness witness, CancellationToken cancellation)
    {
        try
        {
            return await witness.AskAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new ClockAnswer(null, failure.Message);
        }
    }

    private async Task AskAllAsync()
    {
        while (true)
        {
            IReadOnlyList<IClockWitness> asked;
            lock (gate)
                asked = witnesses;
            await AskOnceAsync(asked, stop.Token);
            await wake.WaitAsync(Interval, stop.Token);
        }
    }

    private void Note(ClockQuality? quality)
    {
        lock (gate)
        {
            FindStep();
            if (quality is { OffsetNanos: { } offset, ErrorNanos: { } error })
                testimony = new Testimony(quality.Source, offset - steps.Lead, error, steps.Now);
            Judge();
        }
    }

    private void FindStep()
    {
        if (!steps.TryFind(out var step))
            return;
        logger.ClockStepped(step.TotalSeconds);
        // Who keeps the clock may know better by now.
        wake.Set();
    }

    private ClockQuality Judge()
    {
        var now = steps.Now;
        var kept = testimony is { } told && now - told.At <= Freshness.Ticks * TimeSpan.NanosecondsPerTick ? told : null;
        long? compared = null;
        foreach (var receiver in receivers.Values)
            compared ??= receiver.Current(now) + steps.Lead;
        if (kept is null)
            return compared is { } only ? new ClockQuality(ClockSource.System, only, ReceiverError) : new ClockQuality(ClockSource.System);
        var quality = new ClockQuality(kept.Source, kept.OffsetByMonotonic + steps.Lead, kept.Error);
        return compared is { } other ? Compare(quality, other) : quality;
    }

    private ClockQuality Compare(ClockQuality quality, long receiver)
    {
        var apart = (ulong)Math.Abs(receiver - quality.OffsetNanos!.Value);
        var bounds = quality.ErrorNanos!.Value + ReceiverError;
        var was = isContradicted;
        isContradicted = apart > bounds;
        if (isContradicted && !was)
        {
            contradictions++;
            logger.ClockContradicted(quality.Source, (double)apart / UnixTime.NanosPerSecond);
        }
        return isContradicted ? new ClockQuality(quality.Source, receiver, bounds + apart) : quality;
    }

    private void Observe(string source, long time, long receiver)
    {
        lock (gate)
        {
            FindStep();
            if (!receivers.TryGetValue(source, out var delay))
            {
                if (receivers.Count == MaximumReceivers)
                    receivers.Remove(receivers.MinBy(other => other.Value.IsFresh(steps.Now)).Key);
                receivers.Add(source, delay = new ReceiverDelay());
            }
            // When it came by the clock that nobody sets: as long ago as by the other one, unless that was set in between.
            var arrival = time - steps.Lead;
            if (Math.Abs(steps.Now - arrival) <= MostLateness.Ticks * TimeSpan.NanosecondsPerTick)
                delay.Observe(arrival, receiver);
        }
    }

    /// <param name="Source">Who steers the clock.</param>
    /// <param name="OffsetByMonotonic">The offset, minus the lead of the system clock.</param>
    /// <param name="Error">Its bound.</param>
    /// <param name="At">When it was told, monotonic nanoseconds.</param>
    private sealed record Testimony(ClockSource Source, long OffsetByMonotonic, ulong Error, long At);

    private sealed class Listener(LiveClock clock, string source) : IReceiverTimeObserver
    {
        public void Observe(string signal, long time, long receiver) => clock.Observe(source, time, receiver);
    }
}
