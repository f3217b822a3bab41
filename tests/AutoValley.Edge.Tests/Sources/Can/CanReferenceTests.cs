using System.Globalization;
using System.IO.Compression;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

/// <summary>Real drives against what cantools, and the car's maker of the log, decoded from them.</summary>
public sealed class CanReferenceTests
{
    private const string Rav4 = "can/rav4-comma2k19";
    private const string Car = "can/car-obd-gnss-3BA199E2";
    private const double Tolerance = 1e-9;

    [SharedDataFact(Rav4)]
    public async Task Rav4_Replayed_HasTheFramesAndSignalsOfTheReference()
    {
        var (sink, statistics) = await Decode($"{Rav4}/candump.log.gz", Rav4Buses());

        Assert.Equal(135_468, statistics.FramesRead);
        Assert.Equal(74_597, statistics.FramesDecoded);
        Assert.Equal(12_434 + 24_234, statistics.FramesWithoutDatabase);
        Assert.Equal(135_468 - 74_597 - 12_434 - 24_234, statistics.FramesWithoutMessage);
        Assert.Equal((0, 0, 0, 0, 0), (statistics.RemoteFrames, statistics.ErrorFrames, statistics.UnknownMultiplexerValues, statistics.SignalsCutOff, statistics.FramesOutOfOrder));
        Assert.Equal(284, sink.Samples.Count);
        Assert.Equal(statistics.Samples, sink.Samples.Values.Sum(samples => samples.Count));
    }

    [SharedDataFact(Rav4)]
    public async Task Rav4_Replayed_AgreesWithTheSummary()
    {
        var (sink, _) = await Decode($"{Rav4}/candump.log.gz", Rav4Buses());
        Assert.Equal(284, AssertSummary(sink, $"{Rav4}/expected_signal_summary_cantools.csv"));
    }

    [SharedDataFact(Rav4)]
    public async Task Rav4_Replayed_AgreesWithEverySampleOfTheFirstFiveSeconds()
    {
        var (sink, _) = await Decode($"{Rav4}/candump.log.gz", Rav4Buses());
        AssertFirstSeconds(sink, $"{Rav4}/expected_first_5s_cantools.csv.gz");
    }

    [SharedDataFact(Rav4)]
    public async Task Rav4_WheelSpeeds_AverageToTheLogMakersSpeed()
    {
        var (sink, _) = await Decode($"{Rav4}/candump.log.gz", Rav4Buses());
        string[] wheels = ["FR", "FL", "RR", "RL"];
        var speeds = wheels.Select(wheel => sink.Samples[$"CAN.WHEEL_SPEEDS.WHEEL_SPEED_{wheel}"]).ToArray();
        var rows = Rows($"{Rav4}/comma_speed_wheels.csv.gz").ToList();
        Assert.Equal(4_974, rows.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            Assert.Equal(Nanos(rows[index][0]), speeds[0][index].Time);
            var mean = speeds.Average(wheel => wheel[index].Value.Double) / 3.6;
            Assert.Equal(Number(rows[index][1]), mean, 1e-9);
        }
    }

    [SharedDataFact(Car)]
    public async Task Car_ExtendedMultiplexing_AgreesWithTheReference()
    {
        CanBus[] buses = [Bus("can1", $"{Car}/OBD-v4.4.dbc"), Bus("can2", $"{Car}/canmod-gps.dbc")];
        var (sink, statistics) = await Decode($"{Car}/drive_part2.candump.log.gz", buses);

        Assert.Equal(73_812, statistics.FramesRead);
        Assert.Equal(72_612, statistics.FramesDecoded);
        Assert.Equal(1_200, statistics.FramesWithoutMessage);
        Assert.Equal(0, statistics.UnknownMultiplexerValues);
        AssertSummary(sink, $"{Car}/drive_part2.expected_signal_summary_cantools.csv");
        AssertFirstSeconds(sink, $"{Car}/drive_part2.expected_first_5s_cantools.csv.gz");
    }

    private static CanBus[] Rav4Buses() => [Bus("can0", $"{Rav4}/toyota_rav4_2017_pt_generated.dbc"), Bus("can1", $"{Rav4}/toyota_adas.dbc")];

    private static CanBus Bus(string name, string file) => new(name, DbcFile.Load(SharedData.PathOf(file)));

    private static async Task<(CollectingSink Sink, CanStatistics Statistics)> Decode(string log, CanBus[] buses)
    {
        var recording = new CanRecording(CandumpReader.Open(SharedData.PathOf(log)), new CanDecoder(buses));
        var sink = new CollectingSink();
        await new ReplaySource([recording], new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        return (sink, recording.Statistics);
    }

    /// <summary>Columns: bus, can_id_hex, message, signal, count, min, max, mean, first, last, t_first, t_last.</summary>
    private static int AssertSummary(CollectingSink sink, string file)
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
            Assert.Equal((Nanos(row[10]), Nanos(row[11])), (samples[0].Time, samples[^1].Time));
        }
        Assert.Equal(rows.Count, sink.Samples.Count);
        return rows.Count;
    }

    /// <summary>Columns: t_s, bus, can_id_hex, message, signal, value.</summary>
    private static void AssertFirstSeconds(CollectingSink sink, string file)
    {
        var read = new Dictionary<string, int>();
        long last = 0;
        foreach (var row in Rows(file))
        {
            var name = $"CAN.{row[3]}.{row[4]}";
            var index = read[name] = read.GetValueOrDefault(name, -1) + 1;
            last = Nanos(row[0]);
            Assert.Equal(last, sink.Samples[name][index].Time);
            AssertClose(Number(row[5]), Number(sink.Samples[name][index].Value), 0, $"{name} {row[0]}");
        }
        Assert.All(sink.Samples, signal => Assert.Equal(read.GetValueOrDefault(signal.Key, -1) + 1, signal.Value.Count(sample => sample.Time <= last)));
    }

    private static void AssertClose(double expected, double actual, double absolute, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Max(absolute, Math.Abs(expected) * Tolerance), $"{what}: expected {expected:R}, is {actual:R}");

    private static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    private static long Nanos(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(SampleValue value) => value.Type == SignalType.Integer ? value.Integer : value.Double;
}
