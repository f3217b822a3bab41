using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// How fast InfluxDB is written to: how many requests at a time, and from when on again after it failed. It halves with each failure, or answer that
/// took long, and grows by one after a row of good ones; pauses double. Safe for concurrent use.
/// </summary>
internal sealed class InfluxPace(InfluxStoreOptions options, TimeProvider clock)
{
    // A good answer more is no sign yet; a row of them is.
    private const int GoodAnswersToGrow = 16;
    private const int MaximumPauses = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private int allowed = options.MaximumInFlight;
    private int running;
    private int good;
    private int failures;
    private long retries;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;
    private InfluxOutage? outage;
    private TaskCompletionSource changed = New();

    /// <summary>Why nothing can be written; null when it can, as far as is known.</summary>
    public InfluxOutage? Outage => Volatile.Read(ref outage);

    /// <summary>Requests that may be under way at a time.</summary>
    public int Allowed => Volatile.Read(ref allowed);

    /// <summary>Requests under way.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Requests that came to nothing and are made again.</summary>
    public long Retries => Interlocked.Read(ref retries);

    /// <summary>Waits until the pause after a failure is over.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan pause;
        lock (gate)
            pause = notBefore - clock.GetUtcNow();
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock, cancellation);
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (running < allowed)
                {
                    running++;
                    return;
                }
                wait = changed.Task;
            }
            await wait.WaitAsync(cancellation);
        }
    }

    /// <summary>A request is over.</summary>
    public void Leave()
    {
        TaskCompletionSource waited;
        lock (gate)
        {
            running--;
            (waited, changed) = (changed, New());
        }
        waited.TrySetResult();
    }

    /// <summary>An answer came.</summary>
    /// <param name="took">How long it took.</param>
    public void Answered(TimeSpan took)
    {
        lock (gate)
        {
            (failures, outage, notBefore) = (0, null, DateTimeOffset.MinValue);
            // Near the limit at which it would count as none.
            if (took > options.Timeout / 3)
                (allowed, good) = (Math.Max(1, allowed / 2), 0);
            else if (++good % GoodAnswersToGrow == 0)
                allowed = Math.Min(options.MaximumInFlight, allowed + 1);
        }
    }

    /// <summary>A request came to nothing and will be made again.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="asked">The pause that InfluxDB asked for.</param>
    public void Failed(string reason, TimeSpan? asked)
    {
        lock (gate)
        {
            retries++;
            (allowed, good) = (Math.Max(1, allowed / 2), 0);
            var pause = FirstPause * Math.Pow(2, Math.Min(failures++, 16));
            pause = pause < options.MaximumPause ? pause : options.MaximumPause;
            // Many who wait for the same server must not come back at the same moment.
            pause *= 0.5 + (Random.Shared.NextDouble() / 2);
            var longest = options.MaximumPause * MaximumPauses;
            if (asked > pause)
                pause = asked.Value < longest ? asked.Value : longest;
            var until = clock.GetUtcNow() + pause;
            notBefore = until > notBefore ? until : notBefore;
            outage = new InfluxOutage(outage?.Since ?? UnixTime.Now(clock), reason);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>InfluxDB takes nothing.</summary>
/// <param name="Since">When that was noticed first, Unix nanoseconds.</param>
/// <param name="Reason">What happened last.</param>
internal sealed record InfluxOutage(long Since, string Reason);
