using System.Globalization;
using System.Text.RegularExpressions;
using AutoValley.V1;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>AutoValley's server in a process of its own, over a data folder that may hold something already.</summary>
internal sealed partial class AutoValleyServer : IAsyncDisposable
{
    private readonly string folder;

    private AutoValleyServer(PeerProcess process, string folder, Match ready)
    {
        (Process, this.folder) = (process, folder);
        Mqtt = ready.Groups["mqtt"].Value;
        HttpPort = int.Parse(ready.Groups["port"].Value, CultureInfo.InvariantCulture);
        Channel = GrpcChannel.ForAddress("http://" + ready.Groups["grpc"].Value);
    }

    public PeerProcess Process { get; }

    /// <summary>address:port</summary>
    public string Mqtt { get; }

    /// <summary>Of the page, and of InfluxDB's clients.</summary>
    public int HttpPort { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Chunks and catalogue; the journal's preallocated segments are not samples once they are sealed.</summary>
    public long DiskBytes => DiskUse.Of(folder) - DiskUse.Of(Path.Combine(folder, "journal"));

    /// <summary>Starts one and waits until it says that it is ready.</summary>
    public static async Task<AutoValleyServer> StartAsync(string folder, System.TimeSpan sealAge, CancellationToken cancellation)
    {
        var server = Path.Combine(AppContext.BaseDirectory, "AutoValley.Server.dll");
        var ready = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = PeerProcess.Start(
            "dotnet",
            [server, "--data", folder, "--http", "0", "--grpc", "0", "--mqtt", "0", "--set", $"Store:SealAge={sealAge.TotalSeconds:F0}s"],
            "install the .NET 10 SDK",
            line =>
            {
                if (Ready().Match(line) is { Success: true } match)
                    ready.TrySetResult(match);
            });
        return new AutoValleyServer(process, folder, await process.OrEndAsync(ready.Task.WaitAsync(cancellation)));
    }

    /// <summary>Waits until the journal holds nothing that is not sealed.</summary>
    public async Task SealAsync(CancellationToken cancellation)
    {
        var fleet = new FleetService.FleetServiceClient(Channel);
        while ((await fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellation)).JournalBytes > 0)
            await Task.Delay(System.TimeSpan.FromMilliseconds(100), cancellation);
    }

    /// <summary>What the store says of its files, in bytes a sample.</summary>
    public async Task<string> GetBreakdownAsync(CancellationToken cancellation)
    {
        var store = new StoreService.StoreServiceClient(Channel);
        var request = new GetStatisticsRequest { By = Grouping.Day };
        var totals = (await store.GetStatisticsAsync(request, cancellationToken: cancellation)).Totals;
        string Share(ulong bytes) => ((double)bytes / totals.Samples).ToString("F3", CultureInfo.InvariantCulture);
        return $"{totals.Chunks} chunks, bytes a sample: values {Share(totals.ValueBytes)}, times {Share(totals.TimeBytes)}, "
            + $"day files {Share(totals.DayBytes)}, catalogue {Share(totals.CatalogueBytes)}";
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Channel.Dispose();
        return Process.DisposeAsync();
    }

    [GeneratedRegex("^ready: mqtt (?<mqtt>[^,]+), grpc (?<grpc>[^,]+), http [^;]+:(?<port>[0-9]+);")]
    private static partial Regex Ready();
}
