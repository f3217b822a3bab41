namespace AutoValley.Storage.Reading;

/// <summary>
/// Counts who is reading, so that a back end knows when what it replaced may go: a reader that began before the replacement may still
/// be on its way to it. Safe for concurrent use.
/// </summary>
internal sealed class ReadGate
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, int> open = [];
    private long generation;
    private int snapshots;

    /// <summary>Whether a snapshot is open.</summary>
    public bool HasSnapshot
    {
        get
        {
            lock (gate)
                return snapshots > 0;
        }
    }

    /// <summary>A read begins; it ends when the result is disposed.</summary>
    public IDisposable Enter() => new Pass(this, isSnapshot: false);

    /// <summary>A snapshot begins; it ends when the result is disposed.</summary>
    public IDisposable EnterSnapshot() => new Pass(this, isSnapshot: true);

    /// <summary>Tells later readers from those that entered until now; <see cref="HasEnded"/> takes the result.</summary>
    public long Advance()
    {
        lock (gate)
            return generation++;
    }

    /// <summary>Whether all who entered before an <see cref="Advance"/> are gone.</summary>
    public bool HasEnded(long advanced)
    {
        lock (gate)
            return open.Count == 0 || open.First().Key > advanced;
    }

    private sealed class Pass : IDisposable
    {
        private readonly ReadGate owner;
        private readonly long generation;
        private readonly bool isSnapshot;
        private bool ended;

        public Pass(ReadGate owner, bool isSnapshot)
        {
            (this.owner, this.isSnapshot) = (owner, isSnapshot);
            lock (owner.gate)
            {
                generation = owner.generation;
                Count(1);
            }
        }

        public void Dispose()
        {
            lock (owner.gate)
            {
                if (!ended)
                    Count(-1);
                ended = true;
            }
        }

        private void Count(int change)
        {
            owner.snapshots += isSnapshot ? change : 0;
            if ((owner.open[generation] = owner.open.GetValueOrDefault(generation) + change) == 0)
                owner.open.Remove(generation);
        }
    }
}
