using AutoValley.Site.Geometry;

namespace AutoValley.Site.OpenDrive;

/// <summary>A place of a reference line and its heading.</summary>
/// <param name="Place">OpenDRIVE's inertial x and y.</param>
/// <param name="Heading">Radians, 0 is east, anticlockwise.</param>
internal readonly record struct Pose(LocalPosition Place, double Heading)
{
    /// <summary>The place at <c>t</c> metres to the left, negative to the right.</summary>
    public LocalPosition Left(double t) => Move(0, t);

    /// <summary>The place some metres ahead (u) and to the left (v).</summary>
    public LocalPosition Move(double u, double v)
    {
        var (sine, cosine) = Math.SinCos(Heading);
        return new LocalPosition(Place.East + (u * cosine) - (v * sine), Place.North + (u * sine) + (v * cosine));
    }
}
