namespace AutoValley.Site.OpenDrive;

/// <summary>Constant curvature; a line where it is 0.</summary>
/// <param name="from">Its start.</param>
/// <param name="length">Metres.</param>
/// <param name="curvature">1/m, positive to the left.</param>
internal sealed class Arc(Pose from, double length, double curvature) : PlanGeometry(from, length)
{
    public override Pose At(double distance)
    {
        // The chord: it has half the turn, and no difference of cosines that would cancel for a large radius.
        var half = curvature * distance / 2;
        var chord = half == 0 ? distance : distance * Math.Sin(half) / half;
        var place = (From with { Heading = From.Heading + half }).Move(chord, 0);
        return new Pose(place, From.Heading + (2 * half));
    }
}
