using System.Buffers;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Sends the bodies of one segment, several at a time, and remembers across attempts which ones are stored. What InfluxDB refuses of a body for ever
/// becomes dead letters, and the rest goes on.
/// </summary>
internal sealed class BodySender(InfluxClient client, InfluxPace pace, RefusedLines refused)
{
    private readonly HashSet<UInt128> stored = [];
    private readonly List<Task> running = [];
    private bool unanswered;

    /// <summary>Requests that were answered.</summary>
    public long Requests { get; private set; }

    /// <summary>Another segment begins.</summary>
    public void Clear() => stored.Clear();

    /// <summary>Whether something was sent since it was asked last that InfluxDB may store at any time yet.</summary>
    public bool TakeUnanswered() => Interlocked.Exchange(ref unanswered, false);

    /// <summary>Begins to send a body, once there is a place; its memory is the caller's again when this is over.</summary>
    /// <exception cref="StoreUnavailableException">InfluxDB does not take one that was sent before.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var hash = ContentHash.Of(body.Span);
        lock (stored)
        {
            if (stored.Contains(hash))
                return;
        }
        await pace.EnterAsync(cancellation);
        try
        {
            await ThrowFailedAsync();
        }
        catch
        {
            pace.Leave();
            throw;
        }
        var copy = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(copy);
        running.Add(Task.Run(() => SendAsync(copy, body.Length, hash, cancellation), CancellationToken.None));
    }

    /// <summary>Waits until all is stored that was sent.</summary>
    /// <exception cref="StoreUnavailableException">Something is not; it may be sent again.</exception>
    public async Task DrainAsync()
    {
        var all = running.ToArray();
        running.Clear();
        await Task.WhenAll(all);
    }

    /// <summary>Waits until nothing is under way any more, whatever came of it.</summary>
    public async Task SettleAsync()
    {
        var all = running.ToArray();
        running.Clear();
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // What is under way is not left behind by an attempt that failed: the next one must not overtake it.
    private async Task ThrowFailedAsync()
    {
        running.RemoveAll(task => task.IsCompletedSuccessfully);
        if (running.Exists(task => task.IsFaulted || task.IsCanceled))
            await DrainAsync();
    }

    private async Task SendAsync(byte[] body, int length, UInt128 hash, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(body.AsMemory(0, length), cancellation);
            lock (stored)
            {
                stored.Add(hash);
                Requests++;
            }
        }
        finally
        {
            pace.Leave();
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var answer = await WriteOnceAsync(lines, cancellation);
        if (answer.Outcome == WriteOutcome.Written)
            return;
        if (answer.Outcome is WriteOutcome.NotNow or WriteOutcome.Unanswered)
            throw client.Unavailable(answer.Reason);
        if (answer.Outcome == WriteOutcome.Expired)
        {
            refused.AddExpired(lines.Span, BadLines.CountDropped(answer.Reason), answer.Reason);
            return;
        }
        var bounds = BadLines.Split(lines.Span);
        if (bounds.Count == 1)
            refused.Add(lines.Span[bounds[0]], answer.Reason);
        else if (answer.Outcome == WriteOutcome.BadLines && BadLines.Find(lines.Span, bounds, answer.Reason) is { Count: > 0 } named)
            await WriteOthersAsync(lines, bounds, named, cancellation);
        else
            await WriteHalvesAsync(lines, bounds, cancellation);
    }

    private async Task<WriteAnswer> WriteOnceAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var isAnswered = false;
        try
        {
            var answer = await client.WriteAsync(lines, cancellation);
            isAnswered = answer.Outcome != WriteOutcome.Unanswered;
            return answer;
        }
        finally
        {
            // Nor is what the caller gave up.
            if (!isAnswered)
                Volatile.Write(ref unanswered, true);
        }
    }

    private async Task WriteHalvesAsync(ReadOnlyMemory<byte> lines, List<Range> bounds, CancellationToken cancellation)
    {
        var middle = bounds[bounds.Count / 2].Start;
        await WriteAsync(lines[..middle], cancellation);
        await WriteAsync(lines[middle..], cancellation);
    }

    private async Task WriteOthersAsync(
        ReadOnlyMemory<byte> lines, List<Range> bounds, IReadOnlyDictionary<int, string> named, CancellationToken cancellation)
    {
        var others = new ArrayBufferWriter<byte>(lines.Length);
        for (var line = 0; line < bounds.Count; line++)
        {
            if (named.TryGetValue(line, out var reason))
            {
                refused.Add(lines.Span[bounds[line]], reason);
                continue;
            }
            others.Write(lines.Span[bounds[line]]);
            others.Write("\n"u8);
        }
        if (others.WrittenCount > 0)
            await WriteAsync(others.WrittenMemory, cancellation);
    }
}
