using System.Globalization;

namespace AutoValley.EndToEnd.Harness;

/// <summary>What must be true of the stored drive, by decoders that nobody here wrote (cantools, comma).</summary>
public static class Rav4Facts
{
    private const int CanSamples = 332_072;
    private const int GnssRows = 579;
    private const double Tolerance = 1e-9;

    public static void AssertAll(StoredDrive drive)
    {
        AssertSignals(drive);
        AssertFirstSeconds(drive);
        AssertWheelSpeeds(drive);
        AssertGnss(drive);
    }

    private static void AssertSignals(StoredDrive drive)
    {
        Assert.Equal(284, Rav4.Summary.Count);
        Assert.Equal(CanSamples, drive.Signals.Where(signal => signal.StartsWith("CAN.", StringComparison.Ordinal)).Sum(signal => drive[signal].Count));
        foreach (var fact in Rav4.Summary)
        {
            var values = drive[fact.Signal].Select(sample => sample.Value).ToArray();
            Assert.True(fact.Count == values.Length, $"{fact.Signal}: {values.Length} samples, expected {fact.Count}");
            AssertClose(fact.Signal + " min", fact.Min, values.Min());
            AssertClose(fact.Signal + " max", fact.Max, values.Max());
            AssertClose(fact.Signal + " first", fact.First, values[0]);
            AssertClose(fact.Signal + " last", fact.Last, values[^1]);
            // The reference's mean is printed with nine decimals.
            Assert.True(Math.Abs(fact.Mean - values.Average()) <= 1e-8 * Math.Max(1, Math.Abs(fact.Mean)), $"{fact.Signal} mean");
        }
    }

    /// <summary>Value by value against cantools, the first five seconds.</summary>
    private static void AssertFirstSeconds(StoredDrive drive)
    {
        var next = new Dictionary<string, int>();
        foreach (var row in Rav4.Rows(Rav4.Folder + "/expected_first_5s_cantools.csv.gz"))
        {
            var signal = $"CAN.{row["message"]}.{row["signal"]}";
            var index = next[signal] = next.GetValueOrDefault(signal, -1) + 1;
            var (time, value) = drive[signal][index];
            Assert.Equal(Rav4.Nanos(row["t_s"]), time);
            AssertClose($"{signal} at {row["t_s"]}", double.Parse(row["value"], CultureInfo.InvariantCulture), value);
        }
        Assert.NotEmpty(next);
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
            AssertClose($"speed in row {index}", expected, wheels.Average(wheel => wheel[index].Value) / 3.6);
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
            AssertClose("latitude", double.Parse(row["lat_deg"], CultureInfo.InvariantCulture), sample.Value);
        }
    }

    private static void AssertClose(string what, double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, is {actual:R}");
}
