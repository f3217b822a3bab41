namespace AutoValley.Site.Geometry;

/// <summary>Between WGS84 and a plane in metres.</summary>
public interface IPlaneProjection
{
    /// <summary>Into the plane.</summary>
    LocalPosition Project(double latitude, double longitude);

    /// <summary>Out of the plane again; the altitude is 0.</summary>
    Position Unproject(LocalPosition place);

    /// <summary>Whether the plane is used for such places: beyond, distances in it are no distances on the ground.</summary>
    bool Covers(LocalPosition place);
}
