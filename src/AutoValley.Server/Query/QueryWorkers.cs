using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AutoValley.Server.Query;

/// <summary>
/// The threads that all queries of the server share. A query's items (series, vehicles) are worked on side by side and answered in
/// their order; a query that goes on for long gives way to the others (<see cref="TimeSlice"/>).
/// </summary>
internal sealed class QueryWorkers(QueryOptions options, TimeProvider clock) : IDisposable
{
    // Short items are worked on several at a time; more in a block would leave a worker without work at the end.
    private const int MaximumBlock = 16;

    private readonly QueryThreads threads = new(options.Workers);

    private int BlocksAhead => options.Workers * 2;

    /// <summary>What <paramref name="produce"/> gives of each item, in the order of the items.</summary>
    /// <param name="items">What is worked on side by side.</param>
    /// <param name="produce">Runs on the shared threads; a failure of one ends all.</param>
    /// <param name="cancellation">Ends it. It has ended, and nothing runs any more, when the enumerator is disposed.</param>
    /// <param name="resultsAhead">
    /// Results that may wait for the reader, of each of twice as many blocks as there are workers: one where they are large, more
    /// where they are small, as each time that a worker waits costs more than such a result.
    /// </param>
    public async IAsyncEnumerable<TResult> InOrderAsync<TItem, TResult>(
        IReadOnlyCollection<TItem> items, Func<TItem, CancellationToken, IAsyncEnumerable<TResult>> produce,
        [EnumeratorCancellation] CancellationToken cancellation, int resultsAhead = 1)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = new Queue<(Channel<TResult> Results, Task Work)>();
        try
        {
            using var blocks = items.Chunk(Math.Clamp(items.Count / (options.Workers * 4), 1, MaximumBlock)).AsEnumerable().GetEnumerator();
            while (true)
            {
                while (ahead.Count < BlocksAhead && blocks.MoveNext())
                    ahead.Enqueue(Start(blocks.Current, produce, resultsAhead, stop.Token));
                if (ahead.Count == 0)
                    yield break;
                await foreach (var result in ahead.Peek().Results.Reader.ReadAllAsync(cancellation))
                    yield return result;
                ahead.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var (_, work) in ahead)
                await work;
        }
    }

    /// <summary>Runs <paramref name="work"/> for each item, side by side.</summary>
    public Task ForEachAsync<TItem>(IReadOnlyCollection<TItem> items, Func<TItem, CancellationToken, ValueTask> work, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = options.Workers, TaskScheduler = threads, CancellationToken = cancellation },
            work);

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();

    private (Channel<TResult> Results, Task Work) Start<TItem, TResult>(
        TItem[] block, Func<TItem, CancellationToken, IAsyncEnumerable<TResult>> produce, int resultsAhead, CancellationToken cancellation)
    {
        var results = Channel.CreateBounded<TResult>(new BoundedChannelOptions(resultsAhead) { SingleReader = true, SingleWriter = true });
        var work = Task.Factory.StartNew(
            () => FillAsync(block, produce, results.Writer, cancellation), CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads);
        return (results, work.Unwrap());
    }

    // Does not throw: what fails is told to the reader.
    private async Task FillAsync<TItem, TResult>(
        TItem[] block, Func<TItem, CancellationToken, IAsyncEnumerable<TResult>> produce, ChannelWriter<TResult> results,
        CancellationToken cancellation)
    {
        try
        {
            var slice = new TimeSlice(clock);
            foreach (var item in block)
            {
                await foreach (var result in produce(item, cancellation))
                {
                    await results.WriteAsync(result, cancellation);
                    await slice.GiveWayAsync();
                }
            }
            results.Complete();
        }
        catch (Exception failure)
        {
            results.Complete(failure);
        }
    }
}
