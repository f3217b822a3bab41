using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Statistics of stretches of a piece. Vectors that lie wholly in a stretch are taken from their statistics; the rest is summarised in
/// passes over the encoded values that leave those vectors out.
/// </summary>
internal sealed class StretchSummaries
{
    private readonly PieceColumns columns;
    private readonly bool withDeviations;
    private readonly ColumnSummary[] summaries;

    // Of the next pass: where it goes from one part to the next, and which stretch each part belongs to.
    private readonly List<int> cuts = [];
    private readonly List<int> owners = [];

    private StretchSummaries(PieceColumns columns, int stretches, bool withDeviations)
    {
        (this.columns, this.withDeviations) = (columns, withDeviations);
        summaries = new ColumnSummary[stretches];
        summaries.AsSpan().Fill(ColumnSummary.Empty);
    }

    /// <summary>Of each stretch.</summary>
    /// <param name="columns">The piece.</param>
    /// <param name="borders">Ascending indices of samples: stretch i goes from border i to before border i + 1.</param>
    /// <param name="withDeviations">Whether the squared deviations are wanted.</param>
    /// <exception cref="ColumnFormatException">The columns cannot be read.</exception>
    public static ColumnSummary[] Of(PieceColumns columns, ReadOnlySpan<int> borders, bool withDeviations)
    {
        var stretches = new StretchSummaries(columns, borders.Length - 1, withDeviations);
        for (var index = 0; index < borders.Length - 1; index++)
            stretches.Add(index, borders[index], borders[index + 1]);
        stretches.Pass();
        return stretches.summaries;
    }

    private void Add(int stretch, int start, int end)
    {
        var count = columns.Times.Count;
        var firstWhole = PieceColumns.VectorsOf(start);
        var endWhole = end == count ? PieceColumns.VectorsOf(end) : end / PieceColumns.VectorLength;
        // Also where it is one: a pass of its own costs less than decoding a coded vector.
        if (endWhole > firstWhole)
        {
            Add(stretch, start, firstWhole * PieceColumns.VectorLength);
            Pass();
            summaries[stretch] = summaries[stretch].Merge(columns.SummaryOf(firstWhole, endWhole));
            start = Math.Min(endWhole * PieceColumns.VectorLength, count);
        }
        if (start == end)
            return;
        if (cuts.Count == 0)
            cuts.Add(start);
        cuts.Add(end);
        owners.Add(stretch);
    }

    private void Pass()
    {
        if (owners.Count == 0)
            return;
        var found = columns.Summarise(CollectionsMarshal.AsSpan(cuts), withDeviations);
        for (var index = 0; index < found.Length; index++)
            summaries[owners[index]] = summaries[owners[index]].Merge(found[index]);
        cuts.Clear();
        owners.Clear();
    }
}
