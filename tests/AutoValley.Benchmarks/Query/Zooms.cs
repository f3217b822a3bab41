using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Query;

/// <summary>The plots that somebody draws who zooms about in a long drive: 2,000 buckets each, of any range.</summary>
internal static class Zooms
{
    private const int Buckets = 2_000;

    /// <summary>The whole drive.</summary>
    public static BucketQuestion Whole(DataSet data)
    {
        var drive = DriveOf(data);
        return Of(drive.From, drive.To - drive.From, drive);
    }

    /// <summary>Ranges from a sample a bucket up to the whole drive, each order of magnitude alike, anywhere; the same every time.</summary>
    public static IEnumerable<BucketQuestion> Random(DataSet data, int count)
    {
        var random = new Random(1);
        var drive = DriveOf(data);
        var (shortest, whole) = (Buckets * SpeedRecording.StepNanos, drive.To - drive.From);
        for (var number = 0; number < count; number++)
        {
            var length = (long)(shortest * Math.Pow((double)whole / shortest, random.NextDouble()));
            yield return Of(drive.From + (long)((whole - length) * random.NextDouble()), length, drive);
        }
    }

    // Of the vehicle of the long drive.
    private static TimeRange DriveOf(DataSet data)
    {
        var times = data.Vehicles[0].Groups[0].Times;
        return new TimeRange(times[0], times[^1] + 1_000_000);
    }

    private static BucketQuestion Of(long from, long length, TimeRange all)
    {
        var step = SpeedRecording.StepNanos;
        var every = Math.Max(step, (length / Buckets + step - 1) / step * step);
        var start = from / every * every;
        var end = Math.Min(start + (Buckets * every), (all.To + every - 1) / every * every);
        return new BucketQuestion([SpeedRecording.LongVehicle], new TimeRange(start, end), every, HasMean: false);
    }
}
