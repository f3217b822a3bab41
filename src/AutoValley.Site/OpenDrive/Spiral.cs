namespace AutoValley.Site.OpenDrive;

/// <summary>A clothoid: curvature grows linearly. Fresnel's integrals are taken in steps of at most half a radian, which leaves an error below 1e-12.</summary>
/// <param name="from">Its start.</param>
/// <param name="length">Metres.</param>
/// <param name="start">Curvature there, 1/m, positive to the left.</param>
/// <param name="end">Curvature at its end.</param>
internal sealed class Spiral(Pose from, double length, double start, double end) : PlanGeometry(from, length)
{
    private const double Step = 0.5;

    public override Pose At(double distance)
    {
        var steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(start), Math.Abs(end)) * distance / Step));
        var (u, v) = (0.0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            var (a, b) = (distance * i / steps, distance * (i + 1) / steps);
            u += GaussLegendre.Integrate(s => Math.Cos(Turn(s)), a, b);
            v += GaussLegendre.Integrate(s => Math.Sin(Turn(s)), a, b);
        }
        return new Pose(From.Move(u, v), From.Heading + Turn(distance));
    }

    private double Turn(double s) => (start * s) + ((end - start) / (2 * Length) * s * s);
}
