using System.Diagnostics;
using System.Text.RegularExpressions;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Site;

/// <summary>A server in a process of its own, so that its CPU seconds can be told from the agents'.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    // Long enough that a benchmark's data are sealed as a site's would be: in one piece.
    private const string SealAge = "30s";

    private readonly Process process;
    private readonly GrpcChannel channel;

    private ServerProcess(Process process, string mqtt, string grpc, string http)
    {
        (this.process, Mqtt, Grpc, Http) = (process, mqtt, new Uri("http://" + grpc), new Uri("http://" + http));
        channel = GrpcChannel.ForAddress(Grpc);
    }

    public string Mqtt { get; }

    public Uri Grpc { get; }

    /// <summary>Of the page.</summary>
    public Uri Http { get; }

    public System.TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most that the journal held.</summary>
    public ulong JournalBytes { get; private set; }

    /// <summary>Where a server that is started in a folder keeps its data.</summary>
    public static string DataOf(string folder) => Path.Combine(folder, "data");

    public static async Task<ServerProcess> StartAsync(string folder, CancellationToken cancellation, params string[] settings)
    {
        var server = Path.Combine(AppContext.BaseDirectory, "AutoValley.Server.dll");
        var start = new ProcessStartInfo(
            "dotnet", [server, "--data", DataOf(folder), "--http", "0", "--grpc", "0", "--mqtt", "0", "--set", $"Store:SealAge={SealAge}", "--set", "Store:SealBytes=1GiB", .. settings])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Ready().Match(line) is not { Success: true } ready)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(cancellation);
            return new ServerProcess(process, ready.Groups["mqtt"].Value, ready.Groups["grpc"].Value, ready.Groups["http"].Value);
        }
        throw new InvalidOperationException("the server did not start");
    }

    /// <summary>What it says of itself now.</summary>
    public async Task<GetStatusResponse> StatusAsync(CancellationToken cancellation) =>
        await new FleetService.FleetServiceClient(channel).GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellation);

    /// <summary>Waits until everything is sealed.</summary>
    public async Task<GetStatusResponse> SealedAsync(CancellationToken cancellation)
    {
        var fleet = new FleetService.FleetServiceClient(channel);
        while (true)
        {
            var status = await fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellation);
            JournalBytes = Math.Max(JournalBytes, status.JournalBytes);
            if (status.JournalBytes == 0)
                return status;
            await Task.Delay(System.TimeSpan.FromMilliseconds(500), cancellation);
        }
    }

    /// <summary>Reads every sample back.</summary>
    public async Task<long> CountAsync(IEnumerable<VehicleName> vehicles, CancellationToken cancellation)
    {
        var query = new QueryService.QueryServiceClient(channel);
        var count = 0L;
        foreach (var vehicle in vehicles)
        {
            var all = new V1.TimeSpan { From = 0, To = long.MaxValue };
            using var call = query.Read(new ReadRequest { Vehicle = vehicle.ToString(), Span = all }, cancellationToken: cancellation);
            await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
                count += response.Times.Plain.Deltas.Count;
        }
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex("^ready: mqtt (?<mqtt>[^,]+), grpc (?<grpc>[^,]+), http (?<http>[^;]+);")]
    private static partial Regex Ready();
}
