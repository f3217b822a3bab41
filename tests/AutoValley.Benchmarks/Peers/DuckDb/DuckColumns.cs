using System.Runtime.InteropServices;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>A data set as the files that DuckDB's process reads: series, times in milliseconds, values; ordered by series and time.</summary>
internal static class DuckColumns
{
    private const long NanosPerMilli = 1_000_000;

    /// <summary>Writes the files; the series' numbers are their places in the answer.</summary>
    public static IReadOnlyList<SeriesKey> Write(DataSet data, string folder)
    {
        Directory.CreateDirectory(folder);
        using var series = File.Create(Path.Combine(folder, "series"));
        using var times = File.Create(Path.Combine(folder, "time"));
        using var values = File.Create(Path.Combine(folder, "value"));
        var keys = new List<SeriesKey>(data.SeriesCount);
        foreach (var vehicle in data.Vehicles)
        {
            foreach (var group in vehicle.Groups)
            {
                var millis = Array.ConvertAll(group.Times, time => time / NanosPerMilli);
                var number = new int[millis.Length];
                foreach (var column in group.Columns)
                {
                    number.AsSpan().Fill(keys.Count);
                    series.Write(MemoryMarshal.AsBytes<int>(number));
                    times.Write(MemoryMarshal.AsBytes<long>(millis));
                    values.Write(MemoryMarshal.AsBytes<double>(column.Values));
                    keys.Add(new SeriesKey(vehicle.Name.Vehicle, column.Signal));
                }
            }
        }
        return keys;
    }
}
