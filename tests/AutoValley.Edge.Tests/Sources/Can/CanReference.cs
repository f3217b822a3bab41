using System.Globalization;
using System.IO.Compression;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

/// <summary>Decodes recorded drives, and compares what comes out with the reference decodes that lie beside them.</summary>
internal static class CanReference
{
    private const double Tolerance = 1e-9;

    public static CanBus Bus(string name, string file) => new(name, DbcFile.Load(SharedData.PathOf(file)));

    public static async Task<(CollectingSink Sink, CanStatistics Statistics)> Decode(string log, CanBus[] buses)
    {
        var recording = new CanRecording(CanLog.Open(SharedData.PathOf(log)), new CanDecoder(buses));
        var sink = new CollectingSink();
        await new ReplaySource([recording], new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        return (sink, recording.Statistics);
    }

    /// <summary>Columns: bus, can_id_hex, message, signal, count, min, max, mean, first, last, t_first, t_last.</summary>
    /// <param name="sink">What was decoded.</param>
    /// <param name="file">The reference.</param>
    /// <param name="unit">Nanoseconds by which times may differ: that of a candump log is the microsecond.</param>
    public static int AssertSummary(CollectingSink sink, string file, long unit = 0)
    {
        var rows = File.ReadLines(SharedData.PathOf(file)).Skip(1).Select(line => line.Split(',')).ToList();
        foreach (var row in rows)
        {
            var samples = sink.Samples[$"CAN.{row[2]}.{row[3]}"];
            var values = samples.ConvertAll(sample => Number(sample.Value));
            Assert.Equal(int.Parse(row[4], CultureInfo.InvariantCulture), samples.Count);
            double[] actual = [values.Min(), values.Max(), values.Average(), values[0], values[^1]];
            // The mean was written with nine decimals.
            for (var index = 0; index < actual.Length; index++)
                AssertClose(Number(row[5 + index]), actual[index], index == 2 ? 1e-9 : 0, $"{row[3]} {index}");
            AssertNear(Nanos(row[10]), samples[0].Time, unit);
            AssertNear(Nanos(row[11]), samples[^1].Time, unit);
        }
        Assert.Equal(rows.Count, sink.Samples.Count);
        return rows.Count;
    }

    /// <summary>Columns: t_s, bus, can_id_hex, message, signal, value. All samples of the sink up to the reference's end are in it, and the other way round.</summary>
    /// <param name="sink">What was decoded.</param>
    /// <param name="file">The reference.</param>
    /// <param name="unit">Nanoseconds by which times may differ.</param>
    /// <param name="early">Nanoseconds by which all times of the sink are too early.</param>
    public static void AssertFirstSeconds(CollectingSink sink, string file, long unit = 0, long early = 0)
    {
        var read = new Dictionary<string, int>();
        var end = sink.Writes[^1].Time + early + unit;
        long last = 0;
        foreach (var row in Rows(file).TakeWhile(row => Nanos(row[0]) <= end))
        {
            var name = $"CAN.{row[3]}.{row[4]}";
            var index = read[name] = read.GetValueOrDefault(name, -1) + 1;
            last = Nanos(row[0]);
            AssertNear(last, sink.Samples[name][index].Time + early, unit);
            AssertClose(Number(row[5]), Number(sink.Samples[name][index].Value), 0, $"{name} {row[0]}");
        }
        Assert.All(sink.Samples, signal =>
            Assert.Equal(read.GetValueOrDefault(signal.Key, -1) + 1, signal.Value.Count(sample => sample.Time + early <= last + unit)));
    }

    public static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    public static long Nanos(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static double Number(SampleValue value) => value.Type == SignalType.Integer ? value.Integer : value.Double;

    private static void AssertNear(long expected, long actual, long unit) => Assert.InRange(actual - expected, -unit, unit);

    private static void AssertClose(double expected, double actual, double absolute, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Max(absolute, Math.Abs(expected) * Tolerance), $"{what}: expected {expected:R}, is {actual:R}");
}
