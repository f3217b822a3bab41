using AutoValley.Server.Query;
using AutoValley.Server.Query.Align;
using AutoValley.Server.Query.Search;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

/// <summary>Vehicles with samples in a real store, and the queries over it.</summary>
internal sealed class StoredFleet : IAsyncDisposable
{
    private readonly Dictionary<string, (SessionId Session, ulong Sequence)> sessions = [];
    private readonly List<QueryWorkers> allWorkers = [];

    public Rooms Rooms { get; } = new();

    /// <summary>Stores samples of a signal, in a session of its own where the type of a name differs.</summary>
    public async Task AddAsync(string vehicle, string signal, long[] times, Values values)
    {
        Assert.True(VehicleName.TryParse(vehicle, out var name));
        var key = $"{vehicle} {signal} {values.Type}";
        var (session, sequence) = sessions.GetValueOrDefault(key, (new SessionId((UInt128)(sessions.Count + 1)), 0UL));
        sessions[key] = (session, ++sequence);
        if (sequence == 1)
            Rooms.Acceptor.AcceptCatalog(name, "t", CatalogCodec.Write(session, [new SignalDefinition(1, signal, values.Type)]));
        var writer = new BatchWriter();
        writer.AddColumn(1, writer.AddTimes(times), values);
        var batch = writer.ToPayload(session, sequence, times[0], times[0], ClockQuality.Unknown);
        await Rooms.Acceptor.AcceptBatchAsync(name, "t", batch, CancellationToken.None);
    }

    public Task AddAsync(string vehicle, string signal, params (long Time, double Value)[] samples) => AddAsync(
        vehicle, signal, [.. samples.Select(sample => sample.Time)], Values.Of(samples.Select(sample => sample.Value).ToArray()));

    public ReadQuery Reads(QueryOptions? options = null) =>
        new(Rooms.Store, Scopes(options), Workers(options), options ?? new(), new(Rooms.Store, Scopes(options), Workers(options), options ?? new()));

    public AggregateQuery Aggregates(QueryOptions? options = null)
    {
        options ??= new();
        var workers = Workers(options);
        return new(
            Scopes(options), workers, new SeriesParts(Rooms.Store, workers, options), new BucketRows(Rooms.Store, options, TimeProvider.System), options);
    }

    public AlignQuery Aligns(QueryOptions? options = null) =>
        new(Rooms.Store, Scopes(options), Workers(options), options ?? new(), TimeProvider.System);

    public ReduceQuery Reductions(QueryOptions? options = null) => new(Rooms.Store, Scopes(options), Workers(options), TimeProvider.System);

    public SearchQuery Searches(QueryOptions? options = null) =>
        new(Rooms.Store, Scopes(options), Workers(options), options ?? new(), TimeProvider.System);

    public QueryScopes Scopes(QueryOptions? options = null) => new(Rooms.Catalogue, options ?? new(), TimeProvider.System);

    public QueryWorkers Workers(QueryOptions? options = null)
    {
        var workers = new QueryWorkers(options ?? new(), TimeProvider.System);
        allWorkers.Add(workers);
        return workers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var workers in allWorkers)
            workers.Dispose();
        await Rooms.DisposeAsync();
    }

    /// <summary>The call must end with that status, and say that.</summary>
    public static async Task RefusedAsync<T>(StatusCode status, string detail, Func<IAsyncEnumerable<T>> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call().ToListAsync());
        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(detail, refusal.Status.Detail, StringComparison.Ordinal);
    }
}
