namespace AutoValley.Site.OpenDrive;

/// <summary>
/// poly3 and paramPoly3: u and v as cubics of a parameter. The parameter is not the way along the curve, which is found by integration, so that
/// equal steps of distance are equal steps on the ground and the end of the parameter is the end of the curve.
/// </summary>
internal sealed class PolynomialCurve : PlanGeometry
{
    private const int Panels = 32;

    private readonly Cubic u;
    private readonly Cubic v;
    private readonly double end;
    private readonly double[] ways = new double[Panels + 1];

    /// <param name="from">Its start.</param>
    /// <param name="length">Metres.</param>
    /// <param name="u">Ahead, metres.</param>
    /// <param name="v">To the left, metres.</param>
    /// <param name="end">The parameter at the curve's end.</param>
    public PolynomialCurve(Pose from, double length, Cubic u, Cubic v, double end)
        : base(from, length)
    {
        (this.u, this.v, this.end) = (u, v, end);
        for (var i = 0; i < Panels; i++)
            ways[i + 1] = ways[i] + Way(Parameter(i), Parameter(i + 1));
    }

    /// <summary>poly3: v over u; its length decides where it ends.</summary>
    public static PolynomialCurve Poly3(Pose from, double length, Cubic v)
    {
        // The way along the curve is at least u, so the end lies in 0..length.
        var longer = new PolynomialCurve(from, length, Straight, v, length);
        return new PolynomialCurve(from, length, Straight, v, longer.ParameterAt(length));
    }

    /// <summary>Metres along the whole curve as integrated; the file's length should be the same.</summary>
    public double Total => ways[Panels];

    private static Cubic Straight => new(0, 1, 0, 0);

    public override Pose At(double distance)
    {
        var p = distance >= Length ? end : ParameterAt(distance / Length * Total);
        return new Pose(From.Move(u.At(p), v.At(p)), From.Heading + Math.Atan2(v.SlopeAt(p), u.SlopeAt(p)));
    }

    private double ParameterAt(double way)
    {
        var panel = Math.Clamp(Array.FindLastIndex(ways, start => start <= way), 0, Panels - 1);
        var (low, high) = (Parameter(panel), Parameter(panel + 1));
        var (rest, start) = (way - ways[panel], low);
        var p = low + ((high - low) * Math.Clamp(rest / Math.Max(ways[panel + 1] - ways[panel], double.Epsilon), 0, 1));
        for (var i = 0; i < 50; i++)
        {
            var missing = rest - Way(start, p);
            if (Math.Abs(missing) < 1e-10)
                break;
            (low, high) = missing > 0 ? (p, high) : (low, p);

            // Newton, or halves where the curve all but stands still.
            var next = p + (missing / Speed(p));
            p = next > low && next < high ? next : (low + high) / 2;
        }
        return p;
    }

    private double Parameter(int panel) => end * panel / Panels;

    private double Way(double from, double to) => GaussLegendre.Integrate(Speed, from, to);

    private double Speed(double p) => double.Hypot(u.SlopeAt(p), v.SlopeAt(p));
}
