using System.Diagnostics;
using System.Globalization;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.Influx;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Influx;

/// <summary>The same JSON messages into an InfluxDB 1.6 by two ways: until all of them can be asked for there.</summary>
internal sealed class ForwardBenchmark(ForwardWorkload workload, Report report)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    // Nothing came for so long: the rest is lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        report.Step("making the messages");
        var data = await DataSetCatalogue.CreateAsync("site", workload.Samples, cancellation);
        var vehicles = data.Vehicles.Select(JsonRows.Of).ToArray();
        var rows = vehicles.Sum(vehicle => vehicle.Rows.Count);
        var bytes = vehicles.Sum(vehicle => vehicle.Rows.Sum(row => (long)row.Length));
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{data.Vehicles.Count} vehicles of the site's workload, {data.SampleCount:N0} samples as {rows:N0} JSON messages, {bytes / rows:N0} bytes on average; QoS 1, {workload.Window} under way a vehicle; both ways and the publisher on the same cores"));
        var table = new ReportTable("MQTT to InfluxDB 1.6", "way", "an acknowledgement says", "round", "samples/s stored", "lost", "CPU s per million samples", "InfluxDB's CPU s per million");
        for (var round = 1; round <= workload.Rounds; round++)
        {
            foreach (var start in new Func<InfluxServer, string, Task<IForwarder>>[]
            {
                async (influx, folder) => await AutoValleyForwarder.StartAsync(influx, folder, cancellation),
                async (influx, folder) => await NodeRedForwarder.StartAsync(influx, folder, cancellation),
            })
                table.Add(await RoundAsync(round, start, data.SampleCount, vehicles, cancellation));
        }
        report.Add(table);
    }

    private async Task<string[]> RoundAsync(
        int round, Func<InfluxServer, string, Task<IForwarder>> start, long samples, JsonRows[] vehicles, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var influx = await InfluxServer.StartAsync(Path.Combine(folder.FullName, "influx"), cancellation);
            await using var way = await start(influx, Path.Combine(folder.FullName, "way"));
            report.Step($"round {round} of {workload.Rounds}: {way.Name}");
            var (clock, used, stored) = (Stopwatch.StartNew(), way.Processes.Select(one => one.Cpu()).ToArray(), influx.Process.Cpu);
            await RowPublisher.RunAsync(way.MqttPort, vehicles, workload.Window, cancellation);
            var (count, seconds) = await CountAsync(influx, samples, clock, cancellation);
            if (count != samples)
                report.Difference(string.Create(CultureInfo.InvariantCulture, $"{way.Name}: {samples - count:N0} of {samples:N0} samples are missing in InfluxDB"));
            string PerMillion(TimeSpan cpu) => (cpu.TotalSeconds * 1e6 / samples).ToString("N2", CultureInfo.InvariantCulture);
            var parts = way.Processes.Select((one, index) => $"{one.Name} {PerMillion(one.Cpu() - used[index])}");
            return
            [
                way.Name, way.Durability, $"{round}", (count / seconds).ToString("N0", CultureInfo.InvariantCulture), (samples - count).ToString("N0", CultureInfo.InvariantCulture),
                string.Join(", ", parts), PerMillion(influx.Process.Cpu - stored),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Samples that are there at last, and the seconds until the last of them was.
    private static async Task<(long Count, double Seconds)> CountAsync(InfluxServer influx, long samples, Stopwatch clock, CancellationToken cancellation)
    {
        var (count, changed) = (-1L, clock.Elapsed);
        while (count < samples && clock.Elapsed - changed < Patience)
        {
            await Task.Delay(Poll, cancellation);
            var at = clock.Elapsed;
            if (await influx.CountAsync(cancellation) is var now && now != count)
                (count, changed) = (now, at);
        }
        return (count, changed.TotalSeconds);
    }
}
