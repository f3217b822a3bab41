using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;
using AutoValley.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Demo;

/// <summary>
/// The whole house in one process: a server, six simulated vehicles with real edge agents over real MQTT, a live table, and at the
/// end a count of what was published, what is durable and what is missing.
/// </summary>
internal static class DemoRun
{
    // A file or pipe gets fewer tables: nobody sees them move.
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <returns>0 when nothing is missing, else 1.</returns>
    /// <exception cref="StartException">A port or folder cannot be used.</exception>
    public static async Task<int> RunAsync(ServerOptions options, DemoOptions demo, TextWriter output, CancellationToken stop)
    {
        using var folders = new DemoFolders(options.DataFolder, demo.KeepData);
        await using var server = await ServerApplication.StartAsync(
            options with { DataFolder = folders.Data }, TimeProvider.System, Quiet, stop);
        var ports = $"mqtt {server.Mqtt}, grpc {server.Grpc}, http {server.Http}, data {folders.Data}; Ctrl-C stops";
        await output.WriteLineAsync(ports);

        await DemoSite.OpenAsync(server.Services);
        using var loggers = LoggerFactory.Create(Quiet);
        await using var fleet = DemoFleet.Start(server.Mqtt, folders.Spool, demo.Seed, loggers);
        var table = new DemoTable(fleet, server.Services.GetRequiredService<ICatalogue>(), server.Services.GetRequiredService<ISampleStore>(), demo.Console, ports);
        await ShowUntilStoppedAsync(table, demo, stop);

        await output.WriteLineAsync("stopping the vehicles, waiting until everything is durable");
        await fleet.DrainAsync(demo.DrainTimeout);
        var report = await DemoReport.CountAsync(
            fleet, server.Services.GetRequiredService<ICatalogue>(), server.Services.GetRequiredService<ISampleStore>());
        await report.WriteAsync(output);
        return report.Missing == 0 ? 0 : 1;
    }

    private static async Task ShowUntilStoppedAsync(DemoTable table, DemoOptions demo, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (demo.Duration is { } length)
            end.CancelAfter(length);
        using var timer = new PeriodicTimer(demo.Console.Profile.Capabilities.Ansi ? LiveInterval : PlainInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                await table.ShowAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or the time is over.
        }
    }

    private static void Quiet(ILoggingBuilder logging) =>
        logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
}
