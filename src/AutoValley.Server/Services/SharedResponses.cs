using AutoValley.Server.Live;
using AutoValley.Storage;

namespace AutoValley.Server.Services;

/// <summary>
/// The responses that a batch becomes, serialised once for all subscribers with equal filters. They are kept as long as those of newer
/// batches fit beside them; who comes later makes them again.
/// </summary>
internal sealed class SharedResponses(LiveOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(long Position, LiveFilter Filter), Entry> kept = [];
    private readonly Queue<Entry> byAge = new();
    private long bytes;

    /// <summary>Bytes kept now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>What of the batch passes the filter; none when nothing does.</summary>
    public IReadOnlyList<LiveResponse> Of(DurableBatch batch, LiveFilter filter)
    {
        Entry? entry;
        lock (gate)
        {
            if (!kept.TryGetValue((batch.Position, filter), out entry))
            {
                kept[(batch.Position, filter)] = entry = new Entry(batch, filter);
                byAge.Enqueue(entry);
            }
        }
        var responses = entry.Responses;
        if (entry.TryCount())
            Keep(entry);
        return responses;
    }

    private void Keep(Entry counted)
    {
        lock (gate)
        {
            bytes += counted.Bytes;
            // The oldest may still be in the making, by another thread, which then waits for its turn to go.
            while (bytes > options.SharedBytes && byAge.TryPeek(out var oldest) && oldest.IsCounted)
            {
                byAge.Dequeue();
                kept.Remove(oldest.Key);
                bytes -= oldest.Bytes;
            }
        }
    }

    private sealed class Entry(DurableBatch batch, LiveFilter filter)
    {
        // Beside the responses themselves.
        private const int Overhead = 512;

        private readonly Lazy<LiveResponse[]> made = new(() => [.. LiveResponses.Of(batch, filter).Select(LiveResponse.Shared)]);
        private int isCounted;

        public (long Position, LiveFilter Filter) Key => (batch.Position, filter);

        public LiveResponse[] Responses => made.Value;

        public bool IsCounted => Volatile.Read(ref isCounted) != 0;

        public long Bytes => Overhead + batch.Payload.Length + made.Value.Sum(response => (long)response.Size);

        public bool TryCount() => Interlocked.Exchange(ref isCounted, 1) == 0;
    }
}
