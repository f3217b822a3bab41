namespace AutoValley.Benchmarks.DataSets;

/// <summary>The data sets by name.</summary>
internal static class DataSetCatalogue
{
    // More laps than this say nothing new about a store.
    private const int MaximumLaps = 10;

    // Beyond it a simulated vehicle's samples are used under several names: they cost memory and time to make, and no store looks
    // across vehicles.
    private const int MaximumSimulated = 20;

    private const int ShortDriveSeconds = 60;
    private const int LongDriveSeconds = 200;
    private const long LongSamples = 30_000_000;

    /// <summary>Names, in the order of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["rav4", "sumo", "site"];

    /// <summary>Reads a list of names; <c>all</c> are all.</summary>
    /// <exception cref="BenchmarkException">One is none.</exception>
    public static IReadOnlyList<string> Parse(string list) => NameList.Parse(list, "data set", Names);

    /// <summary>About so many samples, in whole laps and vehicles.</summary>
    /// <exception cref="BenchmarkException">Its recording is missing.</exception>
    public static async Task<DataSet> CreateAsync(string name, long samples, CancellationToken cancellation) => name switch
    {
        "rav4" => Repeat(name, [await Rav4.ReadAsync(cancellation)], samples),
        "sumo" => Repeat(name, await SumoMcity.ReadAsync(cancellation), samples),
        "site" => await SimulateAsync(name, samples, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such data set"),
    };

    private static DataSet Repeat(string name, IReadOnlyList<RecordedVehicle> vehicles, long samples)
    {
        var times = Math.Max(1, Math.Round((double)samples / vehicles.Sum(vehicle => vehicle.SampleCount)));
        var laps = (int)Math.Min(MaximumLaps, Math.Ceiling(Math.Sqrt(times)));
        var copies = (int)Math.Ceiling(times / laps);
        return new DataSet(name, [.. vehicles.SelectMany(vehicle => Laps.Copies(Laps.Drive(vehicle, laps), copies))]);
    }

    private static async Task<DataSet> SimulateAsync(string name, long samples, CancellationToken cancellation)
    {
        var duration = TimeSpan.FromSeconds(samples < LongSamples ? ShortDriveSeconds : LongDriveSeconds);
        var vehicles = new List<RecordedVehicle>();
        for (var (number, count) = (1, 0L); count < samples && number <= MaximumSimulated; number++)
        {
            vehicles.Add(await SimulatedSite.DriveAsync(number, duration, cancellation));
            count += vehicles[^1].SampleCount;
        }
        var copies = (int)Math.Max(1, Math.Round((double)samples / vehicles.Sum(vehicle => vehicle.SampleCount)));
        return new DataSet(name, [.. vehicles.SelectMany(vehicle => Laps.Copies(vehicle, copies))]);
    }
}
