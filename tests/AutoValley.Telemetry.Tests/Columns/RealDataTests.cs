using System.Globalization;
using System.IO.Compression;
using AutoValley.Testing;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>A RAV4's minute on the road (comma2k19).</summary>
public sealed class RealDataTests
{
    private const string Folder = "can/rav4-comma2k19/";

    [SharedDataFact(Folder + "comma_speed_wheels.csv.gz")]
    public void Encode_WheelSpeeds_IsBitExactAndSmall()
    {
        var rows = Rows("comma_speed_wheels.csv.gz");
        Assert.Equal(4974, rows.Length);
        Assert.InRange(BytesAValue(Column.RoundTripTimes(Array.ConvertAll(rows, row => Nanos(row[0]))), rows.Length), 0, 2.0);
        // Nine decimals of km/h divided by 3.6: about 28 bits of them change from row to row.
        for (var wheel = 1; wheel <= 5; wheel++)
            Assert.InRange(BytesAValue(Column.RoundTrip(Array.ConvertAll(rows, row => Number(row[wheel]))), rows.Length), 0, 3.75);
    }

    [SharedDataFact(Folder + "comma_steering.csv.gz")]
    public void Encode_SteeringAngle_IsBitExactAndSmall()
    {
        var angles = Array.ConvertAll(Rows("comma_steering.csv.gz"), row => Number(row[1]));
        Assert.InRange(BytesAValue(Column.RoundTrip(angles), angles.Length), 0, 0.25);
    }

    [SharedDataFact(Folder + "expected_first_5s_cantools.csv.gz")]
    public void Encode_EverySignalOfFiveSeconds_IsBitExactAndSmall()
    {
        var (columns, batches, count) = (0, 0, 0);
        foreach (var signal in Rows("expected_first_5s_cantools.csv.gz").GroupBy(row => (row[3], row[4])))
        {
            if (signal.Any(row => !double.TryParse(row[5], CultureInfo.InvariantCulture, out _)))
                continue;
            var values = signal.Select(row => Number(row[5])).ToArray();
            columns += Column.RoundTrip(values);
            batches += values.Chunk(10).Sum(Column.RoundTrip);
            count += values.Length;
        }
        Assert.InRange(count, 27_000, 28_000);
        Assert.InRange(BytesAValue(columns, count), 0, 0.50);
        // As in batches of 100 ms: header and encoding included.
        Assert.InRange(BytesAValue(batches, count), 0, 1.15);
    }

    private static double BytesAValue(int bytes, int count) => (double)bytes / count;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Nanos(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * UnixTime.NanosPerSecond);

    private static string[][] Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(Folder + file)), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','))];
    }
}
