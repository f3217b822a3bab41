using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.Influx;

/// <summary>Count, sum, minimum and maximum of every series, asked for in InfluxQL.</summary>
internal static class InfluxFacts
{
    /// <summary>One query a vehicle over all its fields.</summary>
    /// <param name="data">Whose vehicles.</param>
    /// <param name="query">Asks in InfluxQL.</param>
    public static async Task<Dictionary<SeriesKey, SeriesFacts>> GetAsync(DataSet data, Func<string, Task<JsonDocument>> query)
    {
        var facts = new Dictionary<SeriesKey, SeriesFacts>();
        foreach (var vehicle in data.Vehicles.Select(vehicle => vehicle.Name.Vehicle))
        {
            using var json = await query($"SELECT count(*), sum(*), min(*), max(*) FROM telemetry WHERE vehicle = '{vehicle}'");
            var series = json.RootElement.GetProperty("results")[0].GetProperty("series")[0];
            var row = series.GetProperty("values")[0].EnumerateArray();
            // count_Vehicle.Speed, sum_Vehicle.Speed, …; the first one is the time.
            var values = series.GetProperty("columns").EnumerateArray().Zip(row).Where(pair => pair.Second.ValueKind == JsonValueKind.Number)
                .ToDictionary(pair => pair.First.GetString()!, pair => pair.Second.GetDouble());
            foreach (var signal in values.Keys.Where(name => name.StartsWith("count_", StringComparison.Ordinal)).Select(name => name[6..]))
            {
                var (count, sum) = ((long)values["count_" + signal], values["sum_" + signal]);
                facts.Add(new SeriesKey(vehicle, signal), new SeriesFacts(count, sum, values["min_" + signal], values["max_" + signal]));
            }
        }
        return facts;
    }
}
