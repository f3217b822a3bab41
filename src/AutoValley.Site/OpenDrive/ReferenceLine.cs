namespace AutoValley.Site.OpenDrive;

/// <summary>A road's reference line.</summary>
internal sealed class ReferenceLine(IReadOnlyList<double> starts, IReadOnlyList<PlanGeometry> pieces)
{
    /// <summary>The s at which each piece begins, ascending.</summary>
    public IReadOnlyList<double> Starts { get; } = starts;

    public IReadOnlyList<PlanGeometry> Pieces { get; } = pieces;

    public Pose At(double s)
    {
        var (low, high) = (1, Starts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Starts[middle] <= s)
                low = middle + 1;
            else
                high = middle;
        }
        return Pieces[low - 1].At(Math.Clamp(s - Starts[low - 1], 0, Pieces[low - 1].Length));
    }
}
