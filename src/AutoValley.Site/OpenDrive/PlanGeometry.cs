namespace AutoValley.Site.OpenDrive;

/// <summary>A piece of a road's reference line (OpenDRIVE 1.8, section 9).</summary>
/// <param name="from">Its start.</param>
/// <param name="length">Metres.</param>
internal abstract class PlanGeometry(Pose from, double length)
{
    public Pose From { get; } = from;

    public double Length { get; } = length;

    /// <param name="distance">Metres from its start, 0 to <see cref="Length"/>.</param>
    public abstract Pose At(double distance);
}
