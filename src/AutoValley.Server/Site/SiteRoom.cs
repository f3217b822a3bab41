using System.Collections.Concurrent;
using AutoValley.Server.Site.Judging;
using AutoValley.Server.Site.Watching;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Site;

/// <summary>
/// Judges every durable batch, in the journal's order, in a thread of its own. It has no queue: batches wait in the store, which keeps them until
/// a checkpoint covers them (<see cref="SealGate"/>), so that none is lost however far it is behind.
/// </summary>
internal sealed class SiteRoom(
    ISampleStore store, SiteCheckpoints checkpoints, OccupancyBoard board, SealGate gate, SiteParts parts) : IHostedService, IDisposable
{
    // Read from the store at once; between two parts the board is told.
    private const int PartBatches = 64;

    // So many can be late on a busy machine, and nothing is wrong.
    private const int MissedTicks = 10;

    private readonly SiteState state = new(parts.Options, parts.Counters);
    private readonly ConcurrentQueue<Action> commands = new();
    private readonly ThreadSignal wake = new();
    private readonly Lock stopping = new();
    private readonly List<(long Position, TaskCompletionSource Done)> covers = [];
    private ITimer? timer;
    private Thread? thread;
    private long judgedPosition;
    private long lastCheckpoint;
    private long lastRules;
    private long lastTick;
    private long tickEnd = parts.Clock.GetTimestamp();
    private long savedPosition = -1;
    private volatile bool isStopping;

    /// <summary>Of the last batch that was judged.</summary>
    public long Position => Interlocked.Read(ref judgedPosition);

    /// <summary>
    /// Age of the oldest batch that was not judged yet, nanoseconds; 0 when all were. When the room's thread does not come round, the time since it did, if
    /// that is longer: who watches must not take what stands still for what is.
    /// </summary>
    public long LagNanos
    {
        get
        {
            var behind = NextReceived is { } next ? Math.Max(1, UnixTime.Now(parts.Clock) - next) : 0;
            var sinceTick = parts.Clock.GetElapsedTime(Interlocked.Read(ref tickEnd));
            return sinceTick > parts.Options.Tick * MissedTicks ? Math.Max(behind, sinceTick.Ticks * TimeSpan.NanosecondsPerTick) : behind;
        }
    }

    /// <summary>What became of fixes; null while no map is active.</summary>
    public AutoValley.Site.Occupancy.OccupancyCounts? Counts => state.Counts;

    /// <summary>Whether its thread runs.</summary>
    internal bool IsRunning => thread is { IsAlive: true };

    /// <summary>A batch became durable. Never waits.</summary>
    public void Wake() => wake.Set();

    /// <summary>Does something with the state between two batches.</summary>
    /// <param name="work">In the room's thread; what it changes is durable when the task completes, or undone.</param>
    /// <param name="beside">Changes of the database in the same transaction.</param>
    /// <returns>What the work gave.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be made durable; nothing is changed.</exception>
    public async Task<T> ChangeAsync<T>(Func<SiteState, long, T> work, Action<T> beside)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(() => Complete(done, () => Change(work, beside)));
        return await done.Task;
    }

    /// <summary>Asks the state something between two batches.</summary>
    /// <exception cref="StoreUnavailableException">The site is stopping.</exception>
    public async Task<T> AskAsync<T>(Func<SiteState, T> question)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(() => Complete(done, () => question(state)));
        return await done.Task;
    }

    /// <summary>Asks the state something between two batches, when all that was judged is durable.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be made durable, or the site is stopping.</exception>
    public Task<T> AskDurableAsync<T>(Func<SiteState, T> question) => AskAsync(state =>
    {
        SaveJudged();
        return question(state);
    });

    /// <summary>Completes when all batches up to a position are judged and that is durable.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be made durable.</exception>
    public async Task CoverAsync(long position)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(() => covers.Add((position, done)));
        await done.Task;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        thread = new Thread(Run) { Name = "site", IsBackground = true };
        timer = parts.Clock.CreateTimer(_ => wake.Set(), null, parts.Options.Tick, parts.Options.Tick);
        thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    /// <summary>Ends the thread, if it runs: also of a server that could not start.</summary>
    public void Dispose()
    {
        gate.Close();
        lock (stopping)
            isStopping = true;
        wake.Set();
        if (thread is null)
            Finish();
        thread?.Join();
        timer?.Dispose();
    }

    /// <summary>Goes on behind the last checkpoint; batches are judged by <see cref="Step"/>.</summary>
    internal void Open()
    {
        if (checkpoints.Load(state))
            savedPosition = state.Position;
        judgedPosition = state.Position;
        lastCheckpoint = parts.Clock.GetTimestamp();
        Interlocked.Exchange(ref tickEnd, lastCheckpoint);
        board.Replace(state.Map, state.MapVersion, state.Presences);
        gate.Open(CoverAsync);
    }

    /// <summary>Does what there is to do now, but no more than a part of the batches.</summary>
    /// <returns>Whether there is more.</returns>
    internal bool Step()
    {
        while (commands.TryDequeue(out var command))
            command();
        var judged = JudgePart();
        if (parts.Clock.GetElapsedTime(lastTick) >= parts.Options.Tick)
            Tick();
        if (covers.Exists(cover => cover.Position <= state.Position) || parts.Clock.GetElapsedTime(lastCheckpoint) >= parts.Options.CheckpointInterval)
            SaveCovered();
        return judged == PartBatches || !commands.IsEmpty;
    }

    private void Run()
    {
        while (!isStopping)
        {
            wake.WaitOne();
            while (Safely(Step) && !isStopping)
            {
            }
        }
        Finish();
    }

    // Who asked before the stop gets an answer; who asks later is refused, so that nobody waits for ever.
    private void Finish()
    {
        Safely(SaveCovered);
        while (commands.TryDequeue(out var command))
            command();
        foreach (var (_, done) in covers)
            done.TrySetException(Stopping());
    }

    private int JudgePart()
    {
        var batches = store.ReadUnsealed(state.Position, PartBatches);
        foreach (var batch in batches)
        {
            Safely(() => Judge(batch));
            Interlocked.Exchange(ref judgedPosition, state.Position);
        }
        if (batches.Count > 0)
        {
            board.Publish(state.TakeTouched());
            JudgeByRules();
        }
        return batches.Count;
    }

    private bool Judge(DurableBatch batch)
    {
        state.Judge(batch);
        return true;
    }

    private void Tick()
    {
        lastTick = parts.Clock.GetTimestamp();
        var now = UnixTime.Now(parts.Clock);
        // Not beyond what is judged: who is behind must not take vehicles for silent.
        state.Advance(NextReceived is { } next ? Math.Min(now, next) : now);
        board.Publish(state.TakeTouched());
        JudgeByRules();
        Interlocked.Exchange(ref tickEnd, parts.Clock.GetTimestamp());
    }

    // Receive time of the oldest batch that was not judged yet.
    private long? NextReceived => store.ReadUnsealed(Position, 1) is [var next, ..] ? next.ReceiveTime : null;

    private void JudgeByRules()
    {
        if (state.Map is not { } map || (lastRules != 0 && parts.Clock.GetElapsedTime(lastRules) < parts.Options.RulesInterval))
            return;
        var now = UnixTime.Now(parts.Clock);
        if (NextReceived is { } next && now - next > parts.Options.RulesLag.Ticks * TimeSpan.NanosecondsPerTick)
            return;
        lastRules = parts.Clock.GetTimestamp();
        var moment = new SiteMoment(map, state.MapVersion, [.. state.Presences], now);
        foreach (var rules in parts.Rules)
        {
            Safely(() =>
            {
                rules.Judge(moment);
                return true;
            });
        }
    }

    private bool SaveCovered()
    {
        lastCheckpoint = parts.Clock.GetTimestamp();
        StoreUnavailableException? failure = null;
        try
        {
            SaveJudged();
        }
        catch (StoreUnavailableException unavailable)
        {
            failure = unavailable;
            parts.Counters.AddFailure();
            parts.Log.SiteNotSaved(unavailable);
        }
        foreach (var (_, done) in covers.Where(cover => failure is not null || cover.Position <= state.Position))
        {
            if (failure is null)
                done.TrySetResult();
            else
                done.TrySetException(failure);
        }
        return covers.RemoveAll(cover => cover.Done.Task.IsCompleted) > 0;
    }

    private void SaveJudged()
    {
        if (state.Position > savedPosition)
            Save(null);
    }

    private void Save(Action? beside)
    {
        checkpoints.Save(state, beside);
        savedPosition = state.Position;
    }

    private T Change<T>(Func<SiteState, long, T> work, Action<T> beside)
    {
        // Visits up to here leave the memory first: what is brought back on a failure has none that only memory knew.
        SaveJudged();
        var (before, map) = (state.Snapshot(), state.Map);
        try
        {
            var result = work(state, UnixTime.Now(parts.Clock));
            Save(() => beside(result));
            var touched = state.TakeTouched();
            if (state.MapVersion == before.MapVersion)
                board.Publish(touched);
            else
                board.Replace(state.Map, state.MapVersion, state.Presences);
            return result;
        }
        catch
        {
            state.Restore(before, map);
            throw;
        }
    }

    private void Ask(Action command)
    {
        lock (stopping)
        {
            if (isStopping)
                throw Stopping();
            commands.Enqueue(command);
        }
        wake.Set();
    }

    private static StoreUnavailableException Stopping() => new("the site is stopping");

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.TrySetResult(work());
        }
        catch (Exception failure)
        {
            done.TrySetException(failure);
        }
    }

    // A display that stops is worse than one that misses something: what fails is told and counted, and the next batch comes.
    private bool Safely(Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            parts.Counters.AddFailure();
            parts.Log.SiteFailed(failure);
            return false;
        }
    }
}
