using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Peers;

/// <summary>The same loads on several peers in turn: starts those that are installed, keeps what was measured, ends them.</summary>
/// <param name="report">Is told who is left out and what runs.</param>
/// <param name="nameOf">A peer's name.</param>
internal sealed class PeerRounds<TPeer, TLoad, TResult>(Report report, Func<TPeer, string> nameOf) : IAsyncDisposable
    where TPeer : IAsyncDisposable
    where TLoad : notnull
{
    private readonly List<TPeer> peers = [];
    private readonly Dictionary<(TLoad Load, string Peer), List<TResult>> results = [];

    /// <summary>Those that started, in the order asked for.</summary>
    public IReadOnlyList<TPeer> Peers => peers;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. peers.Select(nameOf)];

    /// <summary>Starts peers; one that is not installed is left out, and told.</summary>
    public async Task StartAsync(IEnumerable<string> names, Func<string, Task<TPeer>> start)
    {
        foreach (var name in names)
        {
            try
            {
                peers.Add(await start(name));
            }
            catch (BenchmarkException absent)
            {
                report.Note($"without {name}: {absent.Message}");
            }
        }
    }

    /// <summary>Measures a load on each.</summary>
    public async Task MeasureAsync(TLoad load, string what, Func<TPeer, Task<TResult>> measure)
    {
        report.Step(what);
        foreach (var peer in peers)
        {
            var result = await measure(peer);
            if (!results.TryGetValue((load, nameOf(peer)), out var list))
                results[(load, nameOf(peer))] = list = [];
            list.Add(result);
        }
    }

    /// <summary>What was measured of a load on a peer.</summary>
    public IReadOnlyCollection<TResult> Of(TLoad load, string peer) => results[(load, peer)];

    /// <summary>Ends the peers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers)
            await peer.DisposeAsync();
    }
}
