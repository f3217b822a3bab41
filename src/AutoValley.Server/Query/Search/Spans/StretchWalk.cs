using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>
/// A series as stretches with what their statistics tell of a test: long ones first, and shorter ones only where the long ones do
/// not tell. A text has no statistics and is one stretch.
/// </summary>
internal sealed class StretchWalk(SpanReader reader, Series series, ValueTest test)
{
    private const int Parts = 32;

    /// <summary>Stretches that end before are not looked into.</summary>
    public long Sought { get; set; } = long.MinValue;

    /// <summary>Ascending by time.</summary>
    public IAsyncEnumerable<JudgedStretch> Over(TimeRange range) =>
        series.Type == SignalType.Text ? Whole(range) : JudgedAsync(range, long.MaxValue);

    private static async IAsyncEnumerable<JudgedStretch> Whole(TimeRange range)
    {
        await Task.CompletedTask;
        yield return new JudgedStretch(range.From, range.To - 1, long.MaxValue, Verdict.Undecided);
    }

    private async IAsyncEnumerable<JudgedStretch> JudgedAsync(TimeRange range, long finestNanos)
    {
        await foreach (var stretch in reader.Summarise(series, range, finestNanos))
        {
            var judged = new JudgedStretch(stretch.First, stretch.Last, stretch.Count, test.Decide(stretch));
            if (judged.Verdict != Verdict.Undecided || judged.Count <= Math.Max(1, reader.Costs.Statistics) || judged.Last < Sought)
            {
                yield return judged;
                continue;
            }
            // Room for samples that do not come quite regularly; what is still longer is decoded and cut.
            var finer = (long)(((Int128)stretch.Last - stretch.First) / Parts * 9 / 8);
            await foreach (var part in JudgedAsync(judged.Range, Math.Min(finer, finestNanos / 2)))
                yield return part;
        }
    }
}

/// <summary>Samples in a row, and what their statistics tell.</summary>
/// <param name="First">Time of the first sample.</param>
/// <param name="Last">Time of the last sample.</param>
/// <param name="Count">How many.</param>
/// <param name="Verdict">Whether they pass.</param>
internal readonly record struct JudgedStretch(long First, long Last, long Count, Verdict Verdict)
{
    /// <summary>What has to be read for its samples.</summary>
    public TimeRange Range => new(First, Last == long.MaxValue ? Last : Last + 1);
}
