using System.Collections.Concurrent;
using System.Threading.Channels;
using AutoValley.Storage;

namespace AutoValley.Server.Ingest;

/// <summary>
/// Sessions whose vehicle is to be told its watermark. A session waits at most once, however often it moved meanwhile, so a
/// burst costs one watermark and the queue is bounded by the number of sessions.
/// </summary>
internal sealed class WatermarkQueue
{
    private readonly ConcurrentDictionary<Session, bool> waiting = new();
    private readonly Channel<Session> queue = Channel.CreateUnbounded<Session>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The session's watermark moved, or its vehicle does not know it.</summary>
    public void Tell(Session session)
    {
        if (waiting.TryAdd(session, true))
            queue.Writer.TryWrite(session);
    }

    /// <summary>The next session; what moves from then on is told again, so read its watermark after this.</summary>
    public async ValueTask<Session> TakeAsync(CancellationToken cancellation)
    {
        var session = await queue.Reader.ReadAsync(cancellation);
        waiting.TryRemove(session, out _);
        return session;
    }
}
