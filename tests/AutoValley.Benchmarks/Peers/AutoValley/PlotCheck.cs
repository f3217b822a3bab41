using AutoValley.Benchmarks.DataSets;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>A plot's picture against the samples that it is of.</summary>
internal static class PlotCheck
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Fault(ReduceResponse picture, TimeRange range, RecordedGroup truth)
    {
        var start = IndexOf(truth.Times, range.From);
        var count = IndexOf(truth.Times, range.To) - start;
        if ((long)picture.Count != count)
            return $"a picture of {picture.Count} samples instead of {count}";
        return picture.PictureCase switch
        {
            ReduceResponse.PictureOneofCase.Samples => Fault(picture.Samples, truth, start, count),
            ReduceResponse.PictureOneofCase.Stretches => Fault(picture.Stretches, truth, start, count),
            _ => "no picture",
        };
    }

    private static string? Fault(PlotSamples samples, RecordedGroup truth, int start, int count)
    {
        var (time, deltas, values) = (samples.BaseTime, samples.Times.Plain.Deltas, samples.Column.Doubles.Values);
        if (deltas.Count != count || values.Count != count)
            return $"{values.Count} samples instead of {count}";
        for (var index = 0; index < count; index++)
        {
            time += deltas[index];
            if (time != truth.Times[start + index] || values[index] != truth.Columns[0].Values[start + index])
                return $"sample {index} differs";
        }
        return null;
    }

    private static string? Fault(PlotStretches stretches, RecordedGroup truth, int start, int count)
    {
        var (values, next) = (truth.Columns[0].Values, start);
        for (var index = 0; index < stretches.Counts.Count; index++)
        {
            var length = (int)stretches.Counts[index];
            if (length < 1 || next + length > start + count)
                return $"stretch {index} has samples that are not there";
            var facts = SeriesFacts.Of(values.AsSpan(next, length));
            var last = next + length - 1;
            if (stretches.From[index] != truth.Times[next] || stretches.To[index] != truth.Times[last])
                return $"stretch {index} has other times";
            if (stretches.Min[index] != facts.Minimum || stretches.Max[index] != facts.Maximum
                || stretches.First[index] != values[next] || stretches.Last[index] != values[last])
                return $"stretch {index} has other values";
            next += length;
        }
        return next == start + count ? null : $"{start + count - next} samples are in no stretch";
    }

    private static int IndexOf(long[] times, long time) => Array.BinarySearch(times, time) is var index && index < 0 ? ~index : index;
}
