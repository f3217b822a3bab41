using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>A series as a plot shows it: samples, or stretches of them.</summary>
/// <param name="Count">How many samples it stands for.</param>
/// <param name="Samples">All samples, or those that were chosen, ascending by time; null where there are stretches.</param>
/// <param name="Stretches">Ascending, without overlap, each sample in one of them; none where there are samples.</param>
/// <param name="Gaps">From the sample before a gap to the one behind it, ascending; a line does not cross them.</param>
public sealed record Reduction(long Count, Samples? Samples, IReadOnlyList<SampleStretch> Stretches, IReadOnlyList<TimeRange> Gaps)
{
    /// <summary>Of a series without samples in the range.</summary>
    public static Reduction Nothing { get; } = new(0, null, [], []);
}
