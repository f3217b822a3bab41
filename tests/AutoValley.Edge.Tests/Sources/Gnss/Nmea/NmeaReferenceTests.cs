using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Gnss.Nmea;

/// <summary>The receiver logs of gpsd, compared with what pynmea2 and gpsd make of them.</summary>
public sealed class NmeaReferenceTests
{
    private const string Logs = "gnss/nmea-gpsd";

    [SharedDataTheory(Logs)]
    [InlineData("nmea-rtk", 122)]
    [InlineData("quectel-l76k-nmea", 151)]
    [InlineData("bt451", 14)]
    [InlineData("haicom-305N", 68)]
    [InlineData("garmin-geko201", 18)]
    [InlineData("bu353-glonass", 9)]
    [InlineData("skytraq-dgps", 96)]
    [InlineData("garmin15x", 7)]
    [InlineData("quectel-eg25-g", 23)]
    [InlineData("nmea-fuzzy-cases", 14)]
    [InlineData("holux-gm-210", 0)]
    [InlineData("skytraq-fixB", 6)]
    [InlineData("skytraq-err", 0)]
    public async Task Log_Replayed_HasTheFixesOfPynmea2(string log, int fixes)
    {
        var (sink, statistics) = await NmeaText.ReplayAsync(NmeaRecording.Open(SharedData.PathOf($"{Logs}/{log}.log")));
        var facts = Csv("facts.csv").Single(row => row["file"] == log + ".log");
        Assert.Equal(
            (Count(facts, "checksum_ok"), Count(facts, "checksum_bad"), Count(facts, "no_checksum")),
            (statistics.Sentences, statistics.LeftOut(NmeaFault.BadChecksum), statistics.LeftOut(NmeaFault.NoChecksum)));
        Assert.Equal(statistics.LeftOut(NmeaFault.BadChecksum) + statistics.LeftOut(NmeaFault.NoChecksum), statistics.SentencesLeftOut);

        var expected = Epochs(Csv($"{log}.expected_gga_rmc_pynmea2.csv"));
        var located = expected.Where(epoch => epoch.HasFix).ToList();
        Assert.Equal(fixes, located.Count);
        Assert.Equal(fixes, statistics.Fixes);
        AssertValues(sink, "Vehicle.CurrentLocation.Latitude", located.Select(epoch => epoch.Number("lat_deg")), 6e-9);
        AssertValues(sink, "Vehicle.CurrentLocation.Longitude", located.Select(epoch => epoch.Number("lon_deg")), 6e-9);
        AssertValues(sink, "GNSS.AltitudeMeanSea", located.Select(epoch => epoch.Number("alt_m")).Where(value => value is not null), 0);
        AssertValues(sink, "Vehicle.Speed", located.Select(epoch => epoch.Speed * 1.852).Where(value => value is not null), 1e-9);
        AssertTimes(sink, located);
    }

    [SharedDataFact(Logs)]
    public async Task Rtk_Replayed_SaysWhereItIsFixed()
    {
        var (sink, _) = await NmeaText.ReplayAsync(NmeaRecording.Open(SharedData.PathOf($"{Logs}/nmea-rtk.log")));
        var expected = Csv("nmea-rtk.expected_gga_rmc_pynmea2.csv").Where(row => row["sentence"] == "GGA").Select(row => row["quality_or_status"] switch
        {
            "2" => "DIFFERENTIAL",
            "4" => "RTK_FIXED",
            "5" => "RTK_FLOAT",
            var other => other,
        }).ToList();
        Assert.Equal(expected, sink.Samples["GNSS.FixQuality"].Select(sample => sample.Value.Text));
        Assert.Contains("RTK_FIXED", expected);
        var first = DateTimeOffset.Parse("2020-03-18T13:28:19.600Z", CultureInfo.InvariantCulture);
        Assert.Equal(UnixTime.From(first), sink.Samples["GNSS.FixQuality"][0].Time);
        // Station 133 is an SBAS satellite; RTK corrections are of the ground.
        Assert.Equal(
            expected.Select(quality => quality == "DIFFERENTIAL" ? "THREE_D_SATELLITE_BASED_AUGMENTATION" : "THREE_D_GROUND_BASED_AUGMENTATION"),
            sink.Samples["Vehicle.CurrentLocation.GNSSReceiver.FixType"].Select(sample => sample.Value.Text));
    }

    [SharedDataTheory(Logs)]
    [InlineData("nmea-rtk")]
    [InlineData("quectel-l76k-nmea")]
    [InlineData("skytraq-dgps")]
    public async Task Log_Replayed_HasTheHeightsOfGpsd(string log)
    {
        var (sink, _) = await NmeaText.ReplayAsync(NmeaRecording.Open(SharedData.PathOf($"{Logs}/{log}.log")));
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf($"{Logs}/{log}.log.chk.gz")), CompressionMode.Decompress));
        var heights = new Dictionary<long, double>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("{\"class\":\"TPV\"", StringComparison.Ordinal))
                continue;
            var report = JsonDocument.Parse(line).RootElement;
            if (report.TryGetProperty("time", out var time) && report.TryGetProperty("altHAE", out var height))
                heights[UnixTime.From(time.GetDateTimeOffset())] = height.GetDouble();
        }
        var samples = sink.Samples["Vehicle.CurrentLocation.Altitude"].ToDictionary(sample => sample.Time, sample => sample.Value.Double);
        Assert.NotEmpty(heights);
        foreach (var (time, height) in heights)
            Assert.Equal(height, samples[time], 6e-4);
    }

    /// <summary>A sentence has no date of its own but RMC, so epochs are told apart by the time of day alone.</summary>
    private static List<ReferenceEpoch> Epochs(IEnumerable<Dictionary<string, string>> rows)
    {
        var epochs = new List<ReferenceEpoch>();
        foreach (var row in rows.Where(row => row["utc_time"].Length > 0))
        {
            if (epochs.Count == 0 || epochs[^1].Rows[0]["utc_time"] != row["utc_time"])
                epochs.Add(new ReferenceEpoch([]));
            epochs[^1].Rows.Add(row);
        }
        return epochs;
    }

    private static void AssertValues(CollectingSink sink, string signal, IEnumerable<double?> expected, double tolerance)
    {
        var values = sink.Samples.GetValueOrDefault(signal, []).Select(sample => sample.Value.Double).ToList();
        var wanted = expected.Select(value => value!.Value).ToList();
        Assert.Equal(wanted.Count, values.Count);
        for (var index = 0; index < values.Count; index++)
            Assert.True(Math.Abs(wanted[index] - values[index]) <= tolerance, $"{signal} {index}: {values[index]}, not {wanted[index]}");
    }

    private static void AssertTimes(CollectingSink sink, List<ReferenceEpoch> epochs)
    {
        var times = sink.Samples.GetValueOrDefault("Vehicle.CurrentLocation.Latitude", []).Select(sample => TimeOnly.FromDateTime(UnixTime.ToDateTimeOffset(sample.Time).UtcDateTime));
        Assert.Equal(epochs.Select(epoch => TimeOnly.Parse(epoch.Rows[0]["utc_time"], CultureInfo.InvariantCulture)), times);
    }

    private static List<Dictionary<string, string>> Csv(string file)
    {
        var lines = File.ReadAllLines(SharedData.PathOf($"{Logs}/{file}"));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static long Count(Dictionary<string, string> facts, string column) => long.Parse(facts[column], CultureInfo.InvariantCulture);

    private sealed record ReferenceEpoch(List<Dictionary<string, string>> Rows)
    {
        private IEnumerable<Dictionary<string, string>> Valid => Rows.Where(row => row["quality_or_status"] is not ("0" or "V"));

        private bool IsRefused => Rows.Any(row => row["sentence"] == "GGA" && row["quality_or_status"] == "0");

        public bool HasFix => !IsRefused && Valid.Any(row => row["lat_deg"].Length > 0);

        public double? Speed => Valid.Select(row => row["speed_knots"]).LastOrDefault(text => text.Length > 0) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

        public double? Number(string column) =>
            Valid.Select(row => row[column]).FirstOrDefault(text => text.Length > 0) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
