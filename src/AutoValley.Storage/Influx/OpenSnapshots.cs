namespace AutoValley.Storage.Influx;

/// <summary>The journal's positions that open snapshots were taken at: what came later must not go into a part that they read. Safe for concurrent use.</summary>
internal sealed class OpenSnapshots
{
    private readonly Lock gate = new();
    private readonly List<long> positions = [];

    /// <summary>One is opened; it ends when the result is disposed.</summary>
    public IDisposable Begin(long position)
    {
        lock (gate)
            positions.Add(position);
        return new Pass(this, position);
    }

    /// <summary>Whether one was taken before a position.</summary>
    public bool HasBefore(long position)
    {
        lock (gate)
            return positions.Exists(open => open < position);
    }

    private sealed class Pass(OpenSnapshots owner, long position) : IDisposable
    {
        private bool ended;

        public void Dispose()
        {
            lock (owner.gate)
            {
                if (!ended)
                    owner.positions.Remove(position);
                ended = true;
            }
        }
    }
}
