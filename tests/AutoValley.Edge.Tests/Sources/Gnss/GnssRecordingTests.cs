using System.Globalization;
using System.IO.Compression;
using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Gnss;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Gnss;

public sealed class GnssRecordingTests
{
    private const string Rav4 = "gnss/rav4-comma2k19/gnss_ublox_live.csv.gz";

    [SharedDataFact(Rav4)]
    public async Task Rav4_Replayed_GivesEveryCellInVssUnits()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(Rav4)), CompressionMode.Decompress));
        var rows = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToList();
        using var recording = GnssRecording.Open(SharedData.PathOf(Rav4));
        var sink = await Replay(recording);

        Assert.Equal(579, rows.Count);
        AssertColumn(sink, "Vehicle.CurrentLocation.Latitude", "degrees", rows, 1, 1);
        AssertColumn(sink, "Vehicle.CurrentLocation.Longitude", "degrees", rows, 2, 1);
        AssertColumn(sink, "Vehicle.Speed", "km/h", rows, 3, 3.6);
        AssertColumn(sink, "Vehicle.CurrentLocation.Altitude", "m", rows, 5, 1);
        AssertColumn(sink, "Vehicle.CurrentLocation.Heading", "degrees", rows, 6, 1);
        Assert.Equal(rows.Select(row => long.Parse(row[4], CultureInfo.InvariantCulture)), sink.Samples["GNSS.UtcMilliseconds"].Select(sample => sample.Value.Integer));
        Assert.Equal(6, sink.Samples.Count);
        Assert.Single(sink.Groups);
        Assert.Equal((579, 0, 579 * 6), (recording.Statistics.RowsRead, recording.Statistics.CellsEmpty, recording.Statistics.Samples));
    }

    [Fact]
    public async Task Read_OtherOrderAndUnknownColumns_AreFoundByName()
    {
        var sink = await Replay(Recording("\uFEFFsat used, speed_mps ,t_s\r\n7,10,1.000000001\r\n\r\n8,20,2\r\n"));
        Assert.Equal([(1_000_000_001, SampleValue.Of(7.0)), (2_000_000_000, SampleValue.Of(8.0))], sink.Samples["GNSS.sat_used"]);
        Assert.Equal([SampleValue.Of(36.0), SampleValue.Of(72.0)], sink.Samples["Vehicle.Speed"].Select(sample => sample.Value));
    }

    [Fact]
    public async Task Read_EmptyAndNanCells_GiveNoSampleAndAreCounted()
    {
        var recording = Recording("t_s,a,b\n1,1,\n2,nan,2\n3,,\n4,4,4\n");
        var sink = await Replay(recording);
        Assert.Equal([(1_000_000_000, "GNSS.a"), (2_000_000_000, "GNSS.b"), (4_000_000_000, "GNSS.a GNSS.b")], sink.Writes);
        Assert.Equal((4, 4, 4), (recording.Statistics.RowsRead, recording.Statistics.CellsEmpty, recording.Statistics.Samples));
    }

    [Fact]
    public async Task Read_EveryCombinationOfEmptyCells_KeepsGroupsBoundedAndLosesNothing()
    {
        var text = new StringBuilder("t_s," + string.Join(',', Enumerable.Range(0, 10).Select(column => $"c{column}")) + "\n");
        for (var row = 1; row < 1024; row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},").AppendJoin(',', Enumerable.Range(0, 10).Select(column => (row >> column & 1) == 1 ? $"{row}" : "")).Append('\n');
        var sink = await Replay(Recording(text.ToString()));
        Assert.InRange(sink.Groups.Count, 64, 64 + 10);
        for (var column = 0; column < 10; column++)
            Assert.Equal(Enumerable.Range(1, 1023).Where(row => (row >> column & 1) == 1).Select(row => SampleValue.Of((double)row)), sink.Samples[$"GNSS.c{column}"].Select(sample => sample.Value));
    }

    [Theory]
    [InlineData("", "log:1: the file is empty")]
    [InlineData("a,b\n", "log:1: the header has to name the time column t_s, once")]
    [InlineData("t_s,a,t_s\n", "log:1: the header has to name the time column t_s, once")]
    [InlineData("t_s\n", "log:1: 0 columns beside the time, not 1 to 64")]
    [InlineData("t_s,a b,a_b\n", "log:1: two columns are the signal GNSS.a_b")]
    [InlineData("t_s,a\n1,2,3\n", "log:2: more cells than the header's 2")]
    [InlineData("t_s,a,b\n1,2\n", "log:2: 2 cells, but the header has 3")]
    [InlineData("t_s,a\n\n1e3,2\n", "log:3: t_s is not seconds with decimals, 1970 to 2262")]
    [InlineData("t_s,a\n1,x\n", "log:2: a cell of GNSS.a is no number")]
    [InlineData("t_s,utc_ms\n1,1.5\n", "log:2: a cell of GNSS.UtcMilliseconds is no integer")]
    public void Read_UnusableInput_NamesFileLineAndReason(string text, string message)
    {
        var exception = Assert.Throws<SourceException>(() =>
        {
            using var recording = Recording(text);
            while (recording.Read())
            {
            }
        });
        Assert.Equal(message, exception.Message);
    }

    private static void AssertColumn(CollectingSink sink, string name, string unit, List<string[]> rows, int column, double factor)
    {
        Assert.Equal((SignalType.Double, unit), (sink.Definitions[name].Type, sink.Definitions[name].Unit));
        var expected = rows.Select(row => ((long)(decimal.Parse(row[0], CultureInfo.InvariantCulture) * 1_000_000_000), SampleValue.Of(double.Parse(row[column], CultureInfo.InvariantCulture) * factor)));
        Assert.Equal(expected, sink.Samples[name]);
    }

    private static GnssRecording Recording(string text) => GnssRecording.Over(RecordedLines.Over("log", new MemoryStream(Encoding.UTF8.GetBytes(text))));

    private static async Task<CollectingSink> Replay(GnssRecording recording)
    {
        var sink = new CollectingSink();
        await new ReplaySource([recording], new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        return sink;
    }
}
