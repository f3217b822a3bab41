using AutoValley.Edge.Sources.Can;
using AutoValley.Testing;
using static AutoValley.Edge.Tests.Sources.Can.CanReference;

namespace AutoValley.Edge.Tests.Sources.Can;

/// <summary>Real drives against what cantools, and the car's maker of the log, decoded from them.</summary>
public sealed class CanReferenceTests
{
    private const string Rav4 = "can/rav4-comma2k19";
    private const string Car = "can/car-obd-gnss-3BA199E2";
    private const string Truck = "can/truck-j1939-11111111";

    // Recorded to 10 ns or less; a candump log, out of which the references are, has microseconds.
    private const long Microsecond = 1_000;

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

    [SharedDataTheory(Rav4)]
    // As in CanLogTests: ASC and BLF begin at whole milliseconds.
    [InlineData("first2s.asc", 930_300)]
    [InlineData("first2s.blf", -69_700)]
    public async Task Rav4_OtherFormats_GiveTheSamplesOfTheReference(string file, long early)
    {
        var (sink, statistics) = await Decode($"{Rav4}/formats/{file}", Rav4Buses());
        Assert.Equal(3_293, statistics.FramesRead);
        AssertFirstSeconds(sink, $"{Rav4}/expected_first_5s_cantools.csv.gz", Microsecond, early);
    }

    [SharedDataTheory(Car)]
    [InlineData("drive_part2", "candump.log.gz", 73_812)]
    [InlineData("drive_part2", "mf4", 73_812)]
    [InlineData("drive_part3", "candump.log.gz", 73_799)]
    [InlineData("drive_part3", "mf4", 73_799)]
    public async Task Car_ObdByExtendedMultiplexing_AgreesWithTheReference(string part, string format, int frames)
    {
        CanBus[] buses = [Bus("can1", $"{Car}/OBD-v4.4.dbc"), Bus("can2", $"{Car}/canmod-gps.dbc")];
        var (sink, statistics) = await Decode($"{Car}/{part}.{format}", buses);

        Assert.Equal((frames, 1_200), (statistics.FramesRead, statistics.FramesWithoutMessage));
        Assert.Equal(frames - 1_200, statistics.FramesDecoded);
        Assert.Equal((0, 0), (statistics.UnknownMultiplexerValues, statistics.FramesOutOfOrder));
        AssertSummary(sink, $"{Car}/{part}.expected_signal_summary_cantools.csv", Microsecond);
        AssertFirstSeconds(sink, $"{Car}/{part}.expected_first_5s_cantools.csv.gz", Microsecond);
        if (part == "drive_part2")
        {
            var speeds = sink.Samples["CAN.OBD_RX.S01PID0D_VehicleSpeed"].ConvertAll(sample => Number(sample.Value));
            Assert.Equal((1_205, 13, 86), (speeds.Count, speeds.Min(), speeds.Max()));
            Assert.Equal(23.681, sink.Samples["CAN.gnss_speed.Speed"].Max(sample => Number(sample.Value)), 1e-9);
        }
    }

    [SharedDataTheory(Truck)]
    [InlineData("candump.log.gz")]
    [InlineData("mf4")]
    public async Task Truck_J1939ByParameterGroup_AgreesWithTheReference(string format)
    {
        CanBus[] buses = [Bus("can1", $"{Truck}/CSS-Electronics-SAE-J1939-DEMO.dbc"), Bus("can2", $"{Truck}/canmod-gps.dbc")];
        var (sink, statistics) = await Decode($"{Truck}/truck.{format}", buses);

        Assert.Equal(57_849, statistics.FramesRead);
        Assert.Equal(12_719 + 1_272 + 12_278, statistics.FramesDecoded);
        AssertSummary(sink, $"{Truck}/truck.expected_signal_summary_cantools.csv", Microsecond);
        AssertFirstSeconds(sink, $"{Truck}/truck.expected_first_5s_cantools.csv.gz", Microsecond);
        var speeds = sink.Samples["CAN.EEC1.EngineSpeed"].ConvertAll(sample => Number(sample.Value));
        Assert.Equal((12_719, 646.5, 653.75), (speeds.Count, speeds.Min(), speeds.Max()));
        Assert.All(sink.Samples["CAN.CCVS1.WheelBasedVehicleSpeed"], sample => Assert.Equal(0, Number(sample.Value)));
    }

    private static CanBus[] Rav4Buses() => [Bus("can0", $"{Rav4}/toyota_rav4_2017_pt_generated.dbc"), Bus("can1", $"{Rav4}/toyota_adas.dbc")];
}
