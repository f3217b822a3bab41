using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>Asks DuckDB inside its own process, in Node.js; its process takes the times itself, without the way to this one.</summary>
internal sealed class DuckQueries(DuckProcess duck, IReadOnlyList<SeriesKey> keys) : IQueryPeer
{
    public string Name => "DuckDB 1.5, in process";

    public async Task<Timed<IReadOnlyDictionary<string, Buckets>>> AggregateAsync(BucketQuestion question, CancellationToken cancellation)
    {
        var numbers = question.Vehicles.ToDictionary(Number, vehicle => vehicle);
        var mean = question.HasMean ? ", avg(c2)" : "";
        var between = Between(question.FromMillis, question.ToMillis);
        using var json = await duck.AskAsync(
            new
            {
                op = "query",
                sql = $"SELECT c0, c1 // {question.EveryMillis}, min(c2), max(c2){mean} FROM {DuckTable.Narrow} "
                    + $"WHERE c0 IN ({string.Join(',', numbers.Keys)}) AND {between} GROUP BY ALL ORDER BY ALL",
            },
            cancellation);
        var columns = DuckProcess.ToColumns(json);
        var rows = numbers.Values.ToDictionary(vehicle => vehicle, _ => new BucketRows());
        for (var row = 0; row < columns[0].Length; row++)
        {
            var start = (long)columns[1][row] * question.EveryMillis;
            rows[numbers[(int)columns[0][row]]].Add(start, columns[2][row], columns[3][row], question.HasMean ? columns[4][row] : null);
        }
        return ToTimed<IReadOnlyDictionary<string, Buckets>>(json, rows.ToDictionary(row => row.Key, row => row.Value.ToBuckets()));
    }

    /// <summary>The check is a count and a sum: the values stay in the other process.</summary>
    public async Task<Timed<long>> ExportAsync(ExportQuestion question, CancellationToken cancellation)
    {
        var between = Between(question.FromMillis, question.ToMillis);
        var sql = $"SELECT c1, c2 FROM {DuckTable.Narrow} WHERE c0 = {Number(question.Vehicle)} AND {between}";
        using var json = await duck.AskAsync(new { op = "scan", sql }, cancellation);
        var (count, sum) = (json.RootElement.GetProperty("count").GetInt64(), json.RootElement.GetProperty("sum").GetDouble());
        var facts = SeriesFacts.Of(question.Values.Span);
        var same = facts.Matches(facts with { Count = count, Sum = sum }, out _);
        return ToTimed(json, same ? 0L : question.Times.Length);
    }

    private int Number(string vehicle) => keys.Select((key, index) => (key, index)).First(pair => pair.key.Vehicle == vehicle).index;

    private static string Between(long from, long to) => string.Create(CultureInfo.InvariantCulture, $"c1 >= {from} AND c1 < {to}");

    private static Timed<T> ToTimed<T>(JsonDocument json, T answer) => new(
        answer,
        TimeSpan.FromMilliseconds(json.RootElement.GetProperty("wallMillis").GetDouble()),
        TimeSpan.FromMilliseconds(json.RootElement.GetProperty("cpuMillis").GetDouble()));
}
