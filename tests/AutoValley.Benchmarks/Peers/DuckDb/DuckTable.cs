using System.Runtime.InteropServices;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>A table and the series in it. Its columns, c0, c1, c2…, are written to files, from which DuckDB's process reads them.</summary>
/// <param name="Name">In DuckDB.</param>
/// <param name="Types">Of the columns.</param>
/// <param name="Folder">Of the files.</param>
/// <param name="Keys">Of the narrow table: the series by their numbers in c0. Of a wide one: the series of c2, c3… vehicle by vehicle.</param>
internal sealed record DuckTable(string Name, IReadOnlyList<string> Types, string Folder, IReadOnlyList<SeriesKey> Keys)
{
    /// <summary>Name of the narrow table.</summary>
    public const string Narrow = "sample";

    private const long NanosPerMilli = 1_000_000;

    /// <summary>One table (series, time, value), ordered by series and time.</summary>
    public static DuckTable WriteNarrow(DataSet data, string folder)
    {
        using var series = Create(folder, 0);
        using var times = Create(folder, 1);
        using var values = Create(folder, 2);
        var keys = new List<SeriesKey>(data.SeriesCount);
        foreach (var vehicle in data.Vehicles)
        {
            foreach (var group in vehicle.Groups)
            {
                var millis = ToMillis(group.Times);
                foreach (var column in group.Columns)
                {
                    Write(series, Repeated(keys.Count, millis.Length));
                    Write(times, millis);
                    Write(values, column.Values);
                    keys.Add(new SeriesKey(vehicle.Name.Vehicle, column.Signal));
                }
            }
        }
        return new DuckTable(Narrow, ["INTEGER", "BIGINT", "DOUBLE"], folder, keys);
    }

    /// <summary>A table (vehicle, time, a column a signal) for each group of signals, ordered by vehicle and time.</summary>
    public static IEnumerable<DuckTable> WriteWide(DataSet data, string folder)
    {
        var groups = data.Vehicles.SelectMany(vehicle => vehicle.Groups.Select(group => (vehicle, group)));
        foreach (var (layout, number) in groups.GroupBy(pair => Signals(pair.group)).Select((layout, number) => (layout, number)))
            yield return WriteWide($"wide_{number}", layout, Path.Combine(folder, $"{number}"));
    }

    private static DuckTable WriteWide(string name, IEnumerable<(RecordedVehicle Vehicle, RecordedGroup Group)> parts, string folder)
    {
        var columns = parts.First().Group.Columns.Count;
        var files = Enumerable.Range(0, columns + 2).Select(number => Create(folder, number)).ToArray();
        var keys = new List<SeriesKey>();
        foreach (var (part, number) in parts.Select((part, number) => (part, number)))
        {
            Write(files[0], Repeated(number, part.Group.Times.Length));
            Write(files[1], ToMillis(part.Group.Times));
            for (var column = 0; column < columns; column++)
                Write(files[column + 2], part.Group.Columns[column].Values);
            keys.AddRange(part.Group.Columns.Select(column => new SeriesKey(part.Vehicle.Name.Vehicle, column.Signal)));
        }
        Array.ForEach(files, file => file.Dispose());
        return new DuckTable(name, ["INTEGER", "BIGINT", .. Enumerable.Repeat("DOUBLE", columns)], folder, keys);
    }

    private static string Signals(RecordedGroup group) => string.Join(',', group.Columns.Select(column => column.Signal));

    private static FileStream Create(string folder, int column)
    {
        Directory.CreateDirectory(folder);
        return File.Create(Path.Combine(folder, $"{column}"));
    }

    private static int[] Repeated(int number, int count)
    {
        var numbers = new int[count];
        numbers.AsSpan().Fill(number);
        return numbers;
    }

    private static long[] ToMillis(long[] times) => Array.ConvertAll(times, time => time / NanosPerMilli);

    private static void Write<T>(FileStream file, T[] values)
        where T : unmanaged => file.Write(MemoryMarshal.AsBytes<T>(values));
}
