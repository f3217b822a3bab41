using AutoValley.Benchmarks.DataSets;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Codec;

/// <summary>Columns under one name.</summary>
internal sealed record CodecColumns(string Name, string Type, IReadOnlyList<Values> Columns, bool IsTimes = false)
{
    private const int Length = 64 * 1024;
    private const long Start = 1_795_000_000_000_000_000;
    private const long Period = 10_000_000;

    /// <summary>Made up, 65,536 values each, the same in every run.</summary>
    public static IEnumerable<CodecColumns> MadeUp()
    {
        var random = new Random(7);
        var (walk, time) = (5000, Start);
        yield return Doubles("sine at 100 Hz, noise, 2 decimals", index => Math.Round((Math.Sin(index / 100.0) * 50) + random.NextDouble(), 2));
        yield return Doubles("walk of hundredths", _ => Math.Round((walk += random.Next(-5, 6)) / 100.0, 2));
        yield return Doubles("raw x 0.01 - 67.67", index => ((6767 + (index % 3000 * 3) + random.Next(20)) * 0.01) - 67.67);
        yield return Doubles("constant", _ => 21.7);
        yield return Doubles("steps", index => index / 97 * 0.5);
        yield return Doubles("sine, all bits", index => Math.Sin(index / 100.0) * 1e6);
        yield return new("counter", "integer", [Values.Of(Make(index => (long)index))]);
        yield return new("counter of 8 bits", "integer", [Values.Of(Make(index => index % 256L))]);
        yield return new("rare", "boolean", [Values.Of(Make(_ => random.Next(200) == 0))]);
        yield return new("any", "boolean", [Values.Of(Make(_ => random.Next(2) == 0))]);
        yield return new("regular", "times", [Values.Of(Make(index => Start + (index * Period)))], IsTimes: true);
        yield return new("jitter in us", "times", [Values.Of(Make(_ => time += Period + (random.Next(-200, 200) * 1000L)))], IsTimes: true);
    }

    /// <summary>Recorded, from ../shared/data.</summary>
    /// <exception cref="BenchmarkException">The recording is not there.</exception>
    public static async Task<IReadOnlyList<CodecColumns>> RecordedAsync(CancellationToken cancellation)
    {
        var vehicle = await Rav4.ReadAsync(cancellation);
        var columns = vehicle.Groups.SelectMany(group => group.Columns).ToArray();
        return
        [
            new("RAV4 wheel speeds", "double", [.. columns.Where(column => column.Signal.Contains("WHEEL_SPEED", StringComparison.Ordinal)).Select(ToValues)]),
            new("RAV4, every signal", "double", [.. columns.Select(ToValues)]),
            new("RAV4, every signal", "times", [.. vehicle.Groups.Select(group => Values.Of(group.Times))], IsTimes: true),
        ];
    }

    private static Values<double> ToValues(RecordedColumn column) => Values.Of(column.Values);

    private static CodecColumns Doubles(string name, Func<int, double> value) => new(name, "double", [Values.Of(Make(value))]);

    private static T[] Make<T>(Func<int, T> value) => [.. Enumerable.Range(0, Length).Select(value)];
}
