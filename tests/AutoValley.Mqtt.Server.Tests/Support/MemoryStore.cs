namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>A store whose disk outlives the endpoint, and whose writes can be held back or fail.</summary>
internal sealed class MemoryStore : IMqttStore
{
    private readonly Dictionary<(MqttStoreKind, string, string), ReadOnlyMemory<byte>> rows = [];
    private readonly TaskCompletionSource dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource buried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? gate;

    /// <summary>Transactions so far.</summary>
    public int Writes { get; private set; }

    /// <summary>Changes so far.</summary>
    public int Changes { get; private set; }

    /// <summary>How many of the next writes fail.</summary>
    public int Failures { get; set; }

    /// <summary>The machine dies at this write: before it is on disk, or, if the number is odd, after.</summary>
    public int DieAfter { get; set; } = int.MaxValue;

    /// <summary>Completes when it died.</summary>
    public Task Dead => dead.Task;

    /// <summary>Lets the dead go.</summary>
    public void Bury() => buried.TrySetResult();

    public int Count(MqttStoreKind kind)
    {
        lock (rows)
            return rows.Keys.Count(key => key.Item1 == kind);
    }

    /// <summary>The disk as it is now, as another endpoint finds it.</summary>
    public MemoryStore Copy()
    {
        var copy = new MemoryStore();
        lock (rows)
        {
            foreach (var (key, value) in rows)
                copy.rows.Add(key, value);
        }
        return copy;
    }

    /// <summary>Writes wait from now on.</summary>
    public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Continue() => gate!.SetResult();

    public ValueTask<IReadOnlyList<MqttStoreEntry>> LoadAsync(CancellationToken cancellation)
    {
        lock (rows)
            return new([.. rows.Select(row => new MqttStoreEntry(row.Key.Item1, row.Key.Item2, row.Key.Item3, row.Value))]);
    }

    public async ValueTask WriteAsync(IReadOnlyList<MqttStoreChange> changes, CancellationToken cancellation)
    {
        if (gate is { } held)
            await held.Task;
        if (Failures-- > 0)
            throw new IOException("the disk is full");
        var dies = Writes + 1 >= DieAfter;
        if (!dies || (DieAfter % 2 == 1 && !dead.Task.IsCompleted))
            Apply(changes);
        if (!dies)
            return;
        dead.TrySetResult();
        await buried.Task;
    }

    private void Apply(IReadOnlyList<MqttStoreChange> changes)
    {
        lock (rows)
        {
            foreach (var change in changes)
                Apply(change);
            (Writes, Changes) = (Writes + 1, Changes + changes.Count);
        }
    }

    private void Apply(MqttStoreChange change)
    {
        if (change.Value is { } value)
            rows[(change.Kind, change.Owner, change.Item!)] = value;
        else if (change.Item is { } item)
            rows.Remove((change.Kind, change.Owner, item));
        else
            rows.Keys.Where(key => key.Item1 == change.Kind && key.Item2 == change.Owner).ToList().ForEach(key => rows.Remove(key));
    }
}
