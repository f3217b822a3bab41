using System.Globalization;

namespace AutoValley.EndToEnd.Harness;

/// <summary>What must be true of the stored drive, by decoders that nobody here wrote (cantools, comma).</summary>
public static class Rav4Facts
{
    private const int CanSamples = 332_072;
    private const int GnssRows = 579;

    public static void AssertAll(StoredDrive drive)
    {
        AssertSignals(drive);
        AssertWheelSpeeds(drive);
        AssertGnss(drive);
    }

    private static void AssertSignals(StoredDrive drive)
    {
        Assert.Equal(CanSamples, drive.Signals.Where(signal => signal.StartsWith("CAN.", StringComparison.Ordinal)).Sum(signal => drive[signal].Count));
        Assert.Equal(284, CanFacts.AssertSummary(drive, Rav4.Folder + "/expected_signal_summary_cantools.csv"));
        CanFacts.AssertFirstSeconds(drive, Rav4.Folder + "/expected_first_5s_cantools.csv.gz");
    }

    /// <summary>The mean of the four wheel speeds / 3.6 equals comma's own speed, all 4,974 rows.</summary>
    private static void AssertWheelSpeeds(StoredDrive drive)
    {
        var wheels = new[] { "FR", "FL", "RR", "RL" }.Select(wheel => drive[$"CAN.WHEEL_SPEEDS.WHEEL_SPEED_{wheel}"]).ToArray();
        var rows = Rav4.Rows(Rav4.Folder + "/comma_speed_wheels.csv.gz").ToArray();
        Assert.Equal(4_974, rows.Length);
        for (var index = 0; index < rows.Length; index++)
        {
            Assert.All(wheels, wheel => Assert.Equal(Rav4.Nanos(rows[index]["t_s"]), wheel[index].Time));
            var expected = double.Parse(rows[index]["speed_mps"], CultureInfo.InvariantCulture);
            CanFacts.AssertClose($"speed in row {index}", expected, wheels.Average(wheel => wheel[index].Value) / 3.6);
        }
    }

    /// <summary>GNSS rows lie beside the CAN samples on the same clock.</summary>
    private static void AssertGnss(StoredDrive drive)
    {
        var latitude = drive["Vehicle.CurrentLocation.Latitude"];
        Assert.Equal(GnssRows, latitude.Count);
        var rows = Rav4.Rows("gnss/rav4-comma2k19/gnss_ublox_live.csv.gz").ToArray();
        foreach (var (row, sample) in rows.Zip(latitude))
        {
            Assert.Equal(Rav4.Nanos(row["t_s"]), sample.Time);
            CanFacts.AssertClose("latitude", double.Parse(row["lat_deg"], CultureInfo.InvariantCulture), sample.Value);
        }
    }
}
