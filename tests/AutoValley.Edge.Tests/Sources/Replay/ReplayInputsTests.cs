using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Replay;

public sealed class ReplayInputsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("replay").FullName;

    [SharedDataFact("can/rav4-comma2k19")]
    public async Task Open_TheWholeDrive_ReplaysCanAndGnssOnOneClock()
    {
        const string can = "can/rav4-comma2k19";
        var map = Write("map.jsonl", """{"source": "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR", "path": "Vehicle.Chassis.Axle.Row1.Wheel.Right.Speed", "unit": "km/h", "min": 0, "max": 250}""");
        var inputs = new ReplayInputs
        {
            CanLogs = [SharedData.PathOf($"{can}/candump.log.gz")],
            Databases = [new("can0", SharedData.PathOf($"{can}/toyota_rav4_2017_pt_generated.dbc")), new("can1", SharedData.PathOf($"{can}/toyota_adas.dbc"))],
            Gnss = [SharedData.PathOf("gnss/rav4-comma2k19/gnss_ublox_live.csv.gz")],
            Mapping = map,
            Vss = SharedData.PathOf("vss/vss_release_5.1.json"),
        };
        var (sink, clock) = (new CollectingSink(), new ManualClock(DateTimeOffset.UnixEpoch));
        var source = inputs.Open(new ReplayOptions { Speed = ReplaySpeed.Recorded }, clock);
        await source.RunAsync(sink, CancellationToken.None);

        Assert.Equal(284 + 6, sink.Samples.Count);
        Assert.Equal(4_974, sink.Samples["Vehicle.Chassis.Axle.Row1.Wheel.Right.Speed"].Count);
        Assert.Equal(579, sink.Samples["Vehicle.Speed"].Count);
        Assert.Equal(sink.Writes.Select(write => write.Time).Order(), sink.Writes.Select(write => write.Time));
        Assert.InRange(clock.Elapsed.TotalSeconds, 59.98, 60.0);
        Assert.Collection(source.Report,
            line => Assert.Contains("135468 CAN frames read, 74597 decoded into", line, StringComparison.Ordinal),
            line => Assert.Contains("579 rows read into 3474 samples; 0 cells empty", line, StringComparison.Ordinal),
            line => Assert.StartsWith("clock: the recorded times are 0.0", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_Nothing_SaysSo() => AssertRefused(new ReplayInputs(), "nothing to replay: no CAN log and no GNSS log");

    [Fact]
    public void Open_CandumpWithoutDatabase_SaysSo() =>
        AssertRefused(new ReplayInputs { CanLogs = [Write("log", "")] }, "a CAN log needs a database (BUS=FILE.dbc) to be decoded");

    [Fact]
    public void Open_DatabaseWithoutCandump_SaysSo() =>
        AssertRefused(new ReplayInputs { Gnss = [Write("gnss", "t_s,a\n")], Databases = [new("can0", "a.dbc")] }, "there is a database but no CAN log");

    [Fact]
    public void Open_BadDatabase_NamesItsFileAndLine()
    {
        var file = Write("a.dbc", "\nnothing");
        AssertRefused(new ReplayInputs { CanLogs = [Write("log", "")], Databases = [new("can0", file)] }, $"{file}:2: a statement expected, found 'nothing'");
    }

    [Fact]
    public void Open_MappingOfAnUnknownSignal_NamesItsLine()
    {
        var map = Write("map", """{"source": "GNSS.b", "path": "b"}""");
        AssertRefused(new ReplayInputs { Gnss = [Write("gnss", "t_s,a\n")], Mapping = map }, $"{map}:1: no source declares GNSS.b; nearest: GNSS.a");
    }

    [Theory]
    [InlineData("can0=a=b.dbc", "can0", "a=b.dbc")]
    [InlineData("=a", null, null)]
    [InlineData("can0=", null, null)]
    [InlineData("can0", null, null)]
    public void BusDatabaseTryParse_Text_NeedsBusAndFile(string text, string? bus, string? file)
    {
        Assert.Equal(bus is not null, BusDatabase.TryParse(text, out var database));
        Assert.Equal((bus, file), (database?.Bus, database?.File));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void AssertRefused(ReplayInputs inputs, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<SourceException>(() => inputs.Open(new ReplayOptions(), TimeProvider.System)).Message);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
