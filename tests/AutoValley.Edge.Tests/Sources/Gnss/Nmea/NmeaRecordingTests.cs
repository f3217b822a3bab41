using System.IO.Compression;
using System.Text;
using AutoValley.Edge.Sources.Gnss;
using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Gnss.Nmea;

public sealed class NmeaRecordingTests
{
    private const string Place = "5742.18072,N,01156.27480,E";

    [Fact]
    public async Task Read_AllSentencesOfOneTime_AreOneFix()
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of(
            $"GNRMC,101112.25,A,{Place},10.0,271.5,060724,,,R,V",
            "GNVTG,270.0,T,,M,11.0,N,20.372,K,R",
            $"GNGGA,101112.25,{Place},4,17,0.6,50.25,M,36.5,M,1.2,0005",
            "GNGSA,A,3,01,02,03,,,,,,,,,,1.1,0.6,0.9,1",
            "GPGSV,1,1,09,,,,,,,,,,,,,,,,,1",
            "GPGSV,1,1,07,,,,,,,,,,,,,,,,,8",
            "GLGSV,1,1,05,,,,,,,,,,,,,,,,,1",
            "GNGST,101112.25,0.02,,,,0.03,0.04,0.07",
            $"GNGLL,{Place},101112.25,A,R"));

        var time = UnixTime.From(new DateTimeOffset(2024, 7, 6, 10, 11, 12, 250, TimeSpan.Zero));
        AssertValues(sink, time, new()
        {
            ["Vehicle.CurrentLocation.Latitude"] = SampleValue.Of(57 + (42.18072 / 60)),
            ["Vehicle.CurrentLocation.Longitude"] = SampleValue.Of(11 + (56.27480 / 60)),
            ["Vehicle.CurrentLocation.Altitude"] = SampleValue.Of(86.75),
            ["Vehicle.CurrentLocation.Heading"] = SampleValue.Of(271.5),
            ["Vehicle.Speed"] = SampleValue.Of(18.52),
            ["Vehicle.CurrentLocation.HorizontalAccuracy"] = SampleValue.Of(0.05),
            ["Vehicle.CurrentLocation.VerticalAccuracy"] = SampleValue.Of(0.07),
            ["Vehicle.CurrentLocation.GNSSReceiver.FixType"] = SampleValue.Of("THREE_D_GROUND_BASED_AUGMENTATION"),
            ["GNSS.FixQuality"] = SampleValue.Of("RTK_FIXED"),
            ["GNSS.UtcMilliseconds"] = SampleValue.Of(time / 1_000_000),
            ["GNSS.SatellitesUsed"] = SampleValue.Of(17L),
            ["GNSS.SatellitesInView"] = SampleValue.Of(14L),
            ["GNSS.Hdop"] = SampleValue.Of(0.6),
            ["GNSS.Pdop"] = SampleValue.Of(1.1),
            ["GNSS.Vdop"] = SampleValue.Of(0.9),
            ["GNSS.AltitudeMeanSea"] = SampleValue.Of(50.25),
            ["GNSS.CorrectionAge"] = SampleValue.Of(1.2),
        });
        Assert.Single(sink.Writes);
        Assert.Equal((9, 1, 1, 17, 0), (statistics.Sentences, statistics.Epochs, statistics.Fixes, statistics.Samples, statistics.SentencesLeftOut));
    }

    [Theory]
    [InlineData("1", "", "AUTONOMOUS", "THREE_D")]
    [InlineData("2", "0133", "DIFFERENTIAL", "THREE_D_SATELLITE_BASED_AUGMENTATION")]
    [InlineData("2", "0017", "DIFFERENTIAL", "THREE_D_GROUND_BASED_AUGMENTATION")]
    [InlineData("2", "", "DIFFERENTIAL", "THREE_D")]
    [InlineData("3", "", "PRECISE", "THREE_D")]
    [InlineData("5", "0017", "RTK_FLOAT", "THREE_D_GROUND_BASED_AUGMENTATION")]
    [InlineData("6", "", "ESTIMATED", "THREE_D")]
    [InlineData("7", "", "MANUAL", "THREE_D")]
    [InlineData("8", "", "SIMULATED", "THREE_D")]
    [InlineData("9", "", "OTHER", "THREE_D")]
    public async Task Read_GgaQuality_SaysHowTheFixCameAbout(string quality, string station, string name, string vss)
    {
        var (sink, _) = await NmeaText.ReplayAsync(NmeaText.Of(
            "GPZDA,101112,06,07,2024,00,00", $"GPGGA,101112,{Place},{quality},04,1.0,1,M,1,M,1,{station}"));
        Assert.Equal(name, sink.Samples["GNSS.FixQuality"].Single().Value.Text);
        Assert.Equal(vss, sink.Samples["Vehicle.CurrentLocation.GNSSReceiver.FixType"].Single().Value.Text);
    }

    [Fact]
    public async Task Read_NoFix_SaysSoAndHasNoPosition()
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of(
            $"GPRMC,101112,V,{Place},10.8,1.0,060724,,,N", $"GPGGA,101112,{Place},0,00,99.9,50,M,36,M,,", "GPVTG,1.0,T,,M,10.8,N,20.0,K,N"));
        Assert.Equal(
            ["GNSS.FixQuality", "GNSS.Hdop", "GNSS.SatellitesUsed", "GNSS.UtcMilliseconds", "Vehicle.CurrentLocation.GNSSReceiver.FixType"],
            sink.Samples.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("NONE", sink.Samples["GNSS.FixQuality"].Single().Value.Text);
        Assert.Equal((1, 0), (statistics.Epochs, statistics.Fixes));
    }

    [Fact]
    public async Task Read_MidnightBetweenDates_GoesToTheNextDay()
    {
        // The date comes with every fourth fix; leap second and midnight lie in between.
        var (sink, _) = await NmeaText.ReplayAsync(NmeaText.Of(
            $"GPRMC,235959.50,A,{Place},0,0,311216,,,A",
            $"GPGGA,235960.50,{Place},1,04,1.0,1,M,1,M,,",
            $"GPGGA,000000.50,{Place},1,04,1.0,1,M,1,M,,",
            $"GPGGA,000001.50,{Place},1,04,1.0,1,M,1,M,,",
            $"GPRMC,000002.50,A,{Place},0,0,010117,,,A"));
        // Unix time gives the leap second the number of the second after it.
        AssertTimes(sink, "2016-12-31T23:59:59.5Z", "2017-01-01T00:00:00.5Z", "2017-01-01T00:00:00.5Z", "2017-01-01T00:00:01.5Z", "2017-01-01T00:00:02.5Z");
    }

    [Fact]
    public async Task Read_FixesBeforeTheFirstDate_AreDatedBackFromIt()
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of(
            $"GPGGA,235959,{Place},1,04,1.0,1,M,1,M,,", $"GPGGA,000000,{Place},1,04,1.0,1,M,1,M,,", $"GPRMC,000001,A,{Place},0,0,070724,,,A"));
        AssertTimes(sink, "2024-07-06T23:59:59Z", "2024-07-07T00:00:00Z", "2024-07-07T00:00:01Z");
        Assert.Equal(0, statistics.EpochsWithoutTime);
    }

    [Fact]
    public async Task Read_NoDateAtAll_LeavesOutAndCounts()
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of(
            $"GPGGA,235959,{Place},1,04,1.0,1,M,1,M,,", $"GPRMC,000000,A,{Place},0,0,060180,,,A"));
        Assert.Empty(sink.Samples);
        Assert.Equal((2, 2, 2), (statistics.Epochs, statistics.Fixes, statistics.EpochsWithoutTime));
    }

    [Theory]
    [InlineData("$GPRMC,101112,A,5742.18072,N,01156.27480,E,10.0,271.5,060724,,,A*00", NmeaFault.BadChecksum)]
    [InlineData("$GPRMC,101112,A,5742.18072,N,01156.27480,E,10.0,271.5,060724,,,A*XY", NmeaFault.BadChecksum)]
    [InlineData("$GPRMC,101112,A,5742.18072,N,01156.27480,E,10.0,271.5,060724,,,A", NmeaFault.NoChecksum)]
    [InlineData("$GPRMC,101112,A,5742.18072,N,01156.27480,E,10.0,271.5,060724,,,A*5", NmeaFault.NoChecksum)]
    [InlineData("$GPRMC,101112,A,5742.1$GPTXT*4F", NmeaFault.CutShort)]
    [InlineData("$GPRMC,101112,A,5742.1\u0001*53", NmeaFault.BadCharacter)]
    public async Task Read_BrokenSentence_IsCountedByItsCause(string line, NmeaFault fault)
    {
        var (sink, statistics) = await NmeaText.ReplayAsync([.. Encoding.ASCII.GetBytes(line + "\r\n"), .. NmeaText.Of($"GPRMC,101113,A,{Place},0,0,070724,,,A")]);
        Assert.Equal(1, statistics.LeftOut(fault));
        Assert.Single(sink.Samples["Vehicle.Speed"]);
        Assert.Contains(" 1 broken (", statistics.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GPGGA,246112,5742.1,N,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101260,5742.1,N,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,5760.0,N,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,9000.1,N,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,5742.1,X,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,5742.1,N,18000.1,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,5742.1,N,01156.2,E,x,04,1.0,1,M,1,M,,")]
    [InlineData("GPGGA,101112,57e2,N,01156.2,E,1,04,1.0,1,M,1,M,,")]
    [InlineData("GPRMC,101112,A,5742.1,N,01156.2,E,10,271.5,310224,,,A")]
    [InlineData("GPRMC,101112,A,5742.1,N,01156.2,E,-1,271.5,060724,,,A")]
    [InlineData("GPRMC,101112,A,5742.1,N,01156.2,E,1,361,060724,,,A")]
    [InlineData("GPZDA,101112,31,04,2024,00,00")]
    [InlineData("GPGSV,1,2,09")]
    [InlineData("GPGSA,A,4,,,,,,,,,,,,,1,1,1")]
    public async Task Read_FieldOutOfRange_LeavesTheWholeSentenceOut(string body)
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of(body));
        Assert.Equal(1, statistics.LeftOut(NmeaFault.BadField));
        Assert.Empty(sink.Samples);
    }

    [Fact]
    public async Task Read_SentenceLongerThanTheLimit_IsCountedAndTheNextOneRead()
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaText.Of("GPTXT," + new string('x', 100_000), $"GPRMC,101113,A,{Place},0,0,070724,,,A"));
        Assert.Equal(1, statistics.LeftOut(NmeaFault.TooLong));
        Assert.Single(sink.Samples["Vehicle.Speed"]);
    }

    [Fact]
    public void TryRead_EverySplitOfTheBytes_GivesTheSameSentences()
    {
        byte[] bytes = [.. "\xb5\x62 bin$GPTXT,a*00\n# $GPTXT,no*00\r\n{\"class\":\"$VERSION\"}\n"u8, .. NmeaText.Of("GPTXT,1", "GPTXT,2")];
        for (var split = 0; split <= bytes.Length; split++)
        {
            var framer = new NmeaFramer(new NmeaStatistics());
            var found = new List<string>();
            foreach (var part in new[] { bytes[..split], bytes[split..] })
            {
                ReadOnlySpan<byte> rest = part;
                while (framer.TryRead(ref rest, out var line))
                    found.Add(Encoding.ASCII.GetString(line));
            }
            Assert.Equal(["$GPTXT,a*00", NmeaText.Sentence("GPTXT,1"), NmeaText.Sentence("GPTXT,2")], found);
        }
    }

    [Fact]
    public void Open_NmeaOrCsvOrGzip_IsToldByContent()
    {
        var folder = Directory.CreateTempSubdirectory("gnss");
        try
        {
            var (nmea, csv, zip) = (Path.Combine(folder.FullName, "a.csv"), Path.Combine(folder.FullName, "a.nmea"), Path.Combine(folder.FullName, "a.gz"));
            byte[] content = [.. "# a log\r\n"u8, .. NmeaText.Of("GPTXT,1")];
            File.WriteAllBytes(nmea, content);
            File.WriteAllText(csv, "t_s,a\n1,2\n");
            using (var stream = new GZipStream(File.Create(zip), CompressionLevel.Fastest))
                stream.Write(content);
            foreach (var (file, isNmea) in new[] { (nmea, true), (csv, false), (zip, true) })
            {
                using var recording = GnssLog.Open(file);
                Assert.Equal(isNmea, recording is NmeaRecording);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertValues(CollectingSink sink, long time, Dictionary<string, SampleValue> expected)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), sink.Samples.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
        {
            var sample = Assert.Single(sink.Samples[name]);
            Assert.Equal(time, sample.Time);
            if (value.Type == SignalType.Double)
                Assert.Equal(value.Double, sample.Value.Double, 1e-12);
            else
                Assert.Equal(value, sample.Value);
        }
    }

    private static void AssertTimes(CollectingSink sink, params string[] times) =>
        Assert.Equal(
            times.Select(time => UnixTime.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture))),
            sink.Samples["Vehicle.CurrentLocation.Latitude"].Select(sample => sample.Time));
}
