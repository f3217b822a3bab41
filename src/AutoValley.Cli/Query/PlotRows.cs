using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Query;

/// <summary>Pictures of signals as rows in order of time: a sample is a stretch of one, and a gap has no values.</summary>
internal sealed class PlotRows(IRows rows)
{
    public static IReadOnlyList<string> Columns { get; } = ["vehicle", "signal", "from", "to", "count", "min", "max", "first", "last"];

    /// <summary>Writes the picture of one signal.</summary>
    /// <returns>How many rows that were.</returns>
    /// <exception cref="CommandException">Its columns do not fit each other.</exception>
    public int Write(ReduceResponse response) => response.PictureCase switch
    {
        ReduceResponse.PictureOneofCase.Samples => WriteSamples(response, response.Samples),
        ReduceResponse.PictureOneofCase.Stretches => WriteStretches(response, response.Stretches),
        _ => 0,
    };

    public void End() => rows.End();

    private int WriteSamples(ReduceResponse response, PlotSamples samples)
    {
        var column = PlainColumn.Read(response.Signal, samples.Times, samples.BaseTime, samples.Column);
        var gap = 0;
        for (var index = 0; index < column.Times.Length; index++)
        {
            var (time, value) = (Cell.Time(column.Times[index]), column[index]);
            gap = WriteGapsBefore(response, gap, column.Times[index]);
            rows.Write(response.Vehicle, response.Signal, time, time, 1L, value, value, value, value);
        }
        return column.Times.Length;
    }

    private int WriteStretches(ReduceResponse response, PlotStretches stretches)
    {
        var counts = new[] { stretches.To.Count, stretches.Counts.Count, stretches.Min.Count, stretches.Max.Count, stretches.First.Count, stretches.Last.Count };
        if (counts.Any(count => count != stretches.From.Count))
            throw CommandException.Failed($"the server sent columns of {response.Signal} that differ in length");
        var gap = 0;
        for (var index = 0; index < stretches.From.Count; index++)
        {
            gap = WriteGapsBefore(response, gap, stretches.From[index]);
            rows.Write(
                response.Vehicle, response.Signal, Cell.Time(stretches.From[index]), Cell.Time(stretches.To[index]), stretches.Counts[index],
                stretches.Min[index], stretches.Max[index], stretches.First[index], stretches.Last[index]);
        }
        return stretches.From.Count;
    }

    // The gaps that are over at that time.
    private int WriteGapsBefore(ReduceResponse response, int next, long time)
    {
        for (; next < response.Gaps.Count && response.Gaps[next].To <= time; next++)
        {
            var gap = response.Gaps[next];
            rows.Write(response.Vehicle, response.Signal, Cell.Time(gap.From), Cell.Time(gap.To), 0L, default, default, default, default);
        }
        return next;
    }
}
