using AutoValley.Storage;

namespace AutoValley.Server.Demo;

/// <summary>What the agents published against what can be read back from the store, vehicle by vehicle.</summary>
internal sealed class DemoReport
{
    private readonly List<(string Vehicle, long Published, long Durable)> rows = [];

    /// <summary>Samples that were published and cannot be read back.</summary>
    public long Missing => rows.Sum(row => row.Published - row.Durable);

    /// <summary>Reads every sample back and counts.</summary>
    public static async Task<DemoReport> CountAsync(DemoFleet fleet, ICatalogue catalogue, ISampleStore store)
    {
        var report = new DemoReport();
        foreach (var vehicle in fleet.Vehicles)
        {
            // With a kept data folder earlier demos are in the store too: only this start's time counts.
            var durable = 0L;
            foreach (var series in catalogue.FindVehicle(vehicle.Name) is { } known ? catalogue.Series(known) : [])
            {
                await foreach (var samples in store.ReadAsync(series, new Telemetry.TimeRange(vehicle.StartTime, long.MaxValue), CancellationToken.None))
                    durable += samples.Count;
            }
            report.rows.Add((vehicle.Name.ToString(), vehicle.Agent.Status.SamplesPublished, durable));
        }
        return report;
    }

    /// <summary>Writes one line a vehicle and the sum.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        foreach (var (vehicle, published, durable) in rows)
            await output.WriteLineAsync($"{vehicle,-20} published {published,10:N0}  durable {durable,10:N0}  missing {published - durable}");
        await output.WriteLineAsync(
            $"{"all",-20} published {rows.Sum(row => row.Published),10:N0}  durable {rows.Sum(row => row.Durable),10:N0}  missing {Missing}");
    }
}
