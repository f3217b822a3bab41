using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoValley.Server.Query;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Query;

public sealed class QueryWorkersTests : IDisposable
{
    private readonly VirtualTime time = new();
    private readonly QueryWorkers workers;

    public QueryWorkersTests() => workers = new QueryWorkers(new QueryOptions { Workers = 2 }, time);

    public void Dispose() => workers.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task InOrder_AnyNumberOfItems_AnswersInTheirOrder(int count)
    {
        var answers = workers.InOrderAsync(Enumerable.Range(0, count).ToArray(), (item, _) => Repeat(item, 3), CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, count).SelectMany(item => Enumerable.Repeat(item, 3)), await answers.ToListAsync());
    }

    [Fact]
    public async Task InOrder_TwoItems_AreWorkedOnSideBySideOnThreadsOfTheirOwn()
    {
        using var both = new Barrier(2);
        var threads = new ConcurrentBag<string?>();
        var answers = workers.InOrderAsync(new[] { 1, 2 }, (item, cancellation) => MeetAsync(item, cancellation), CancellationToken.None);
        Assert.Equal([1, 2], await answers.ToListAsync());
        Assert.Equal(["query 1", "query 2"], threads.Order());

        async IAsyncEnumerable<int> MeetAsync(int item, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            threads.Add(Thread.CurrentThread.Name);
            both.SignalAndWait(cancellation);
            yield return item;
        }
    }

    [Fact]
    public async Task InOrder_ReaderThatDoesNotRead_IsNotWorkedFarAheadOf()
    {
        var made = 0;
        var answers = workers.InOrderAsync(Enumerable.Range(0, 1_000).ToArray(), (item, _) => CountAsync(), CancellationToken.None);
        await using (var reader = answers.GetAsyncEnumerator())
        {
            Assert.True(await reader.MoveNextAsync());
            // As another query's work, which is queued behind all that can be done for the first.
            await workers.InOrderAsync(new[] { 0 }, (item, _) => Repeat(item, 1), CancellationToken.None).ToListAsync();
        }
        // The one that was read, and of each of four blocks one that waits and one in the making.
        Assert.InRange(made, 1, 1 + (4 * 2));

        async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < 1_000; number++)
            {
                await Task.CompletedTask;
                yield return Interlocked.Increment(ref made);
            }
        }
    }

    [Fact]
    public async Task InOrder_ReaderThatLeaves_EndsTheWorkBeforeItIsGone()
    {
        var ended = 0;
        await foreach (var first in workers.InOrderAsync(new[] { 1, 2 }, EndlessAsync, CancellationToken.None))
            break;
        Assert.Equal(2, ended);

        async IAsyncEnumerable<int> EndlessAsync(int item, [EnumeratorCancellation] CancellationToken cancellation)
        {
            try
            {
                yield return item;
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }
    }

    [Fact]
    public async Task InOrder_ItemThatFails_FailsAfterTheAnswersBefore()
    {
        List<int> received = [];
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var answer in workers.InOrderAsync(Enumerable.Range(0, 9).ToArray(), FailAtFiveAsync, CancellationToken.None))
                received.Add(answer);
        });
        Assert.Equal([0, 1, 2, 3, 4], received);

        static async IAsyncEnumerable<int> FailAtFiveAsync(int item, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            yield return item < 5 ? item : throw new InvalidDataException();
        }
    }

    [Fact]
    public async Task InOrder_LongQueries_LetAnotherOneHaveTheThreads()
    {
        // Two queries that never end have both threads; each of their results takes longer than a turn.
        using var stop = new CancellationTokenSource();
        var endless = Enumerable.Range(0, 2).Select(_ => Drain(workers.InOrderAsync(new[] { 0 }, (_, cancellation) => SlowlyAsync(cancellation), stop.Token))).ToArray();
        Assert.Equal([5], await workers.InOrderAsync(new[] { 5 }, (item, _) => Repeat(item, 1), CancellationToken.None).ToListAsync());
        await stop.CancelAsync();
        foreach (var query in endless)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);

        async IAsyncEnumerable<int> SlowlyAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                time.Advance(TimeSpan.FromMilliseconds(6));
                await Task.CompletedTask;
                yield return 0;
            }
        }

        static async Task Drain(IAsyncEnumerable<int> answers)
        {
            await foreach (var _ in answers)
            {
                // As fast as they come.
            }
        }
    }

    private static async IAsyncEnumerable<int> Repeat(int item, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await Task.CompletedTask;
            yield return item;
        }
    }
}
