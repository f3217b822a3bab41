using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>One watcher of the boards of its vehicles: it holds what it has read, and nothing waits for it.</summary>
internal sealed class NewestSubscription : IDisposable
{
    private readonly NewestBoard[] boards;
    private readonly Action leave;
    private readonly Dictionary<int, NewestSample> seen = [];
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly long toldAtStart;
    private long told;

    /// <param name="boards">Of the vehicles it watches.</param>
    /// <param name="leave">Called once when it is disposed.</param>
    public NewestSubscription(NewestBoard[] boards, Action leave)
    {
        (this.boards, this.leave) = (boards, leave);
        toldAtStart = Dropped();
        foreach (var board in boards)
            board.Add(this);
    }

    /// <summary>Completes when something may have changed since it completed last.</summary>
    public Task WaitAsync(CancellationToken cancellation) => changed.WaitAsync(cancellation);

    /// <summary>Lets <see cref="WaitAsync"/> complete.</summary>
    public void Wake()
    {
        try
        {
            if (changed.CurrentCount == 0)
                changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another board woke it at the same time, or it has left.
        }
    }

    /// <summary>Puts samples from the store on the boards, as far as they are news there.</summary>
    public void Add(IReadOnlyList<LatestSample> stored)
    {
        foreach (var board in boards)
            board.Add(stored.Where(sample => sample.Series.Vehicle == board.Vehicle));
    }

    /// <summary>What is newer than what was read last, vehicle by vehicle; vehicles without news are left out.</summary>
    public IEnumerable<NewestOfVehicle> Read(Func<Series, bool> isWanted)
    {
        foreach (var board in boards)
        {
            var found = new List<LatestSample>();
            var superseded = board.Read(seen, isWanted, found);
            if (found.Count > 0 || superseded > 0)
                yield return new NewestOfVehicle(board.Vehicle, found, superseded);
        }
    }

    /// <summary>Batches dropped since this was asked last.</summary>
    public long TakeDropped()
    {
        var now = Dropped() - toldAtStart;
        (var before, told) = (told, now);
        return now - before;
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        foreach (var board in boards)
            board.Remove(this);
        leave();
        changed.Dispose();
    }

    private long Dropped() => boards.Sum(board => board.Dropped);
}
