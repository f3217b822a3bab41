using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Query;

/// <summary>The stores with the samples in them, all at once, each in its own process and folder.</summary>
internal sealed class LoadedPeers : IAsyncDisposable
{
    // As an agent sends its backlog.
    private const int BatchSamples = 25_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
    private readonly List<IStorePeer> peers = [];

    /// <summary>Those that could be started, in the order of the names given.</summary>
    public IReadOnlyList<IStorePeer> All => peers;

    /// <summary>Loads one; a store that cannot be is left out, with a note.</summary>
    public async Task LoadAsync(string name, DataSet data, Report report, CancellationToken cancellation)
    {
        var peer = StorePeers.Create(name);
        try
        {
            report.Step($"loading {data.SampleCount:N0} samples into {peer.Name}");
            await peer.PrepareAsync(data, Slices.Cut(data, BatchSamples).ToList(), folder.FullName, cancellation);
            await peer.StartAsync(cancellation);
            await peer.IngestAsync(cancellation);
            await peer.BecomeQueryableAsync(cancellation);
            await peer.SettleAsync(cancellation);
            peers.Add(peer);
        }
        catch (BenchmarkException left)
        {
            report.Note($"{name} is left out: {left.Message}");
            await peer.DisposeAsync();
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers)
            await peer.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
