using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>Where a vehicle was judged, and how much it can move before another judgement could come out.</summary>
internal readonly record struct NearnessAnchor(LocalPosition Place, double Heading, double Margin, double Slack)
{
    // Metres; more than what rounding comes to.
    private const double Rounding = 1e-6;

    /// <summary>Nothing was judged yet.</summary>
    public static NearnessAnchor None { get; } = new(default, double.NaN, 0, double.NegativeInfinity);

    /// <summary>Whether a fix is to be judged as the anchor was.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="margin">Metres.</param>
    /// <param name="reach">Metres from the reference point to the vehicle's farthest corner: a turn moves nothing of it by more.</param>
    public bool Holds(in VehicleFix fix, double margin, double reach)
    {
        var turn = double.IsFinite(fix.Heading) == double.IsFinite(Heading)
            ? double.IsFinite(Heading) ? Math.Abs(double.DegreesToRadians(Math.IEEERemainder(fix.Heading - Heading, 360))) * reach : 0
            : double.PositiveInfinity;
        return Place.DistanceTo(fix.Place) + turn + Math.Abs(margin - Margin) + Rounding < Slack;
    }
}
