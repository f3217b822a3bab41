using System.Threading.Channels;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Watching;

/// <summary>One watcher of the board: changes wait for it, so many at most; then they go and all there is comes in their place.</summary>
internal sealed class OccupancyWatch(OccupancyBoard board, int limit) : IDisposable
{
    private readonly Queue<BoardChange> waiting = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long version;
    private bool wantsAll = true;
    private bool fellBehind;

    /// <summary>Completes when there may be news.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await wake.Reader.ReadAsync(cancellation);

    /// <summary>What it has not seen yet; null when there is nothing.</summary>
    public BoardNews? Take() => board.Read((now, map, mapVersion, presences) =>
    {
        var since = version;
        version = now;
        if (wantsAll)
        {
            var all = new BoardNews(now, null, map, mapVersion, fellBehind, [.. presences]);
            (wantsAll, fellBehind) = (false, false);
            waiting.Clear();
            return all;
        }
        if (waiting.Count == 0)
            return null;
        Dictionary<VehicleName, VehiclePresence> newest = [];
        while (waiting.TryDequeue(out var change))
        {
            foreach (var presence in change.Presences)
                newest[presence.Vehicle] = presence;
        }
        return new BoardNews(now, since, map, mapVersion, false, [.. newest.Values]);
    });

    /// <inheritdoc/>
    public void Dispose() => board.Remove(this);

    /// <summary>Called under the board's lock.</summary>
    /// <returns>Whether it fell behind by this.</returns>
    internal bool Offer(BoardChange change)
    {
        wake.Writer.TryWrite(true);
        if (wantsAll)
            return false;
        if (waiting.Count < limit)
        {
            waiting.Enqueue(change);
            return false;
        }
        waiting.Clear();
        return wantsAll = fellBehind = true;
    }

    /// <summary>All there is comes next. Called under the board's lock.</summary>
    internal void Reset()
    {
        wantsAll = true;
        waiting.Clear();
        wake.Writer.TryWrite(true);
    }
}
