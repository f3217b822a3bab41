using System.Reflection;
using System.Runtime.CompilerServices;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Tests.Query;

/// <summary>Long queries and the way in.</summary>
public sealed class QueryLoadTests : IAsyncLifetime
{
    private const int Queries = 50;

    private readonly StoredFleet fleet = new();

    public Task InitializeAsync() => fleet.AddAsync("acme/car", "Speed", (1, 1));

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Accept_WhileQueriesBlockAllTheirThreads_GoesOn()
    {
        using var release = new ManualResetEventSlim();
        var store = DispatchProxy.Create<ISampleStore, BlockedStore>();
        ((BlockedStore)store).Release = release;
        var (options, workers) = (new QueryOptions { Workers = 2 }, fleet.Workers(new QueryOptions { Workers = 2 }));
        var reads = new ReadQuery(store, fleet.Scopes(), workers, options, new EncodedReadQuery(store, fleet.Scopes(), workers, options));
        var request = new ReadRequest { Vehicle = "acme/car", Span = new() { From = 0, To = 10 } };
        var queries = Enumerable.Range(0, Queries)
            .Select(_ => Task.Run(async () => await reads.Answer(request, CancellationToken.None).ToListAsync())).ToArray();
        await ((BlockedStore)store).Blocked.Task;
        for (var batch = 0; batch < 50; batch++)
            await fleet.AddAsync("acme/car", "Speed", (10 + batch, batch)).WaitAsync(System.TimeSpan.FromSeconds(30));
        Assert.All(queries, query => Assert.False(query.IsCompleted));
        // The threads of accept, MQTT and gRPC are the pool's: queries hold none of them.
        Assert.InRange(((BlockedStore)store).Held, 1, 2);
        Assert.False(((BlockedStore)store).HeldOfThePool);
        release.Set();
        Assert.All(await Task.WhenAll(queries), Assert.Empty);
    }

    /// <summary>A store whose reads take hold of their thread.</summary>
    public class BlockedStore : DispatchProxy
    {
        private int held;

        public ManualResetEventSlim Release { get; set; } = null!;

        /// <summary>Threads that are held, or were.</summary>
        public int Held => held;

        /// <summary>Whether one of them was the pool's.</summary>
        public bool HeldOfThePool { get; private set; }

        public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <inheritdoc/>
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => BlockAsync();

        private async IAsyncEnumerable<Samples> BlockAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            Interlocked.Increment(ref held);
            HeldOfThePool |= Thread.CurrentThread.IsThreadPoolThread;
            Blocked.TrySetResult();
            Release.Wait(cancellation);
            await Task.CompletedTask;
            yield break;
        }
    }
}
