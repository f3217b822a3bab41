namespace AutoValley.Site.OpenDrive;

/// <summary>A stretch of a road with the same lanes.</summary>
/// <param name="Start">s, metres.</param>
/// <param name="End">s, metres; the next section's start or the road's end.</param>
/// <param name="Left">From the centre outwards: ids 1, 2, 3…</param>
/// <param name="Right">From the centre outwards: ids -1, -2, -3…</param>
internal sealed record LaneSection(double Start, double End, IReadOnlyList<Lane> Left, IReadOnlyList<Lane> Right)
{
    public IEnumerable<Lane> Lanes => Left.Concat(Right);

    /// <summary>
    /// t of every lane's border at s: the outermost on the left first, then inwards, the centre at the index of the left lanes' count, then
    /// outwards to the right. A width below 0, as rounding leaves them, is 0.
    /// </summary>
    /// <param name="s">Metres.</param>
    /// <param name="centre">t of the centre there, by the road's lane offset.</param>
    public double[] BordersAt(double s, double centre)
    {
        var borders = new double[Left.Count + Right.Count + 1];
        borders[Left.Count] = centre;
        for (var i = 0; i < Left.Count; i++)
            borders[Left.Count - 1 - i] = Outer(Left[i], borders[Left.Count - i], s, 1);
        for (var i = 0; i < Right.Count; i++)
            borders[Left.Count + 1 + i] = Outer(Right[i], borders[Left.Count + i], s, -1);
        return borders;
    }

    /// <summary>The index of a lane's left border (seen along s) in <see cref="BordersAt"/>; its right one is the next.</summary>
    public int LeftBorderOf(Lane lane) => lane.Id > 0 ? Left.Count - lane.Id : Left.Count - lane.Id - 1;

    private static double Outer(Lane lane, double inner, double s, int side)
    {
        var outwards = lane.IsBorder ? side * (lane.Across.At(s) - inner) : lane.Across.At(s);
        return inner + (side * Math.Max(0, outwards));
    }
}
