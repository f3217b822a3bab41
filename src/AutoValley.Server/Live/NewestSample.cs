using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Live;

/// <summary>The newest sample of a series on a board.</summary>
/// <param name="Sample">It.</param>
/// <param name="Count">Samples of the series that came to the board, this one among them; 0 for none.</param>
internal readonly record struct NewestSample(LatestSample Sample, long Count)
{
    /// <summary>Of one or more samples in any order the one with the greatest time; of equal ones the last.</summary>
    public static LatestSample LastOf(Series series, Samples samples)
    {
        var times = samples.Times.Span;
        var last = 0;
        for (var index = 1; index < times.Length; index++)
            last = times[index] >= times[last] ? index : last;
        return new LatestSample(series, times[last], SampleValue.At(samples.Values, last));
    }
}
