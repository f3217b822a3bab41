using AutoValley.Site.Geometry;
using AutoValley.Site.OpenDrive;

namespace AutoValley.Site.Tests.OpenDrive;

public sealed class PlanGeometryTests
{
    private static readonly Pose Start = new(new LocalPosition(100, 50), 0.3);

    [Fact]
    public void At_ArcOfAQuarterCircle_EndsWhereTheCircleDoes()
    {
        var end = new Arc(new Pose(default, 0), Math.PI * 5, 0.1).At(Math.PI * 5);
        Assert.Equal(10, end.Place.East, 1e-12);
        Assert.Equal(10, end.Place.North, 1e-12);
        Assert.Equal(Math.PI / 2, end.Heading, 1e-12);
    }

    [Fact]
    public void At_ArcOfAHugeRadius_KeepsItsDigits()
    {
        // v is s²·k/2 to the last digit; 1 - cos would leave none of it.
        var end = new Arc(new Pose(default, 0), 100, 1e-12).At(100);
        Assert.Equal(5e-9, end.Place.North, 1e-20);
    }

    // C(1) and S(1) of Abramowitz and Stegun, table 7.7: a clothoid of curvature π·s.
    [Fact]
    public void At_Clothoid_IsFresnelsIntegrals()
    {
        var end = new Spiral(new Pose(default, 0), 1, 0, Math.PI).At(1);
        Assert.Equal(0.7798934003768228, end.Place.East, 1e-12);
        Assert.Equal(0.4382591473903548, end.Place.North, 1e-12);
        Assert.Equal(Math.PI / 2, end.Heading, 1e-12);
    }

    [Fact]
    public void At_SpiralOfConstantCurvature_IsAnArc()
    {
        var (spiral, arc) = (new Spiral(Start, 200, -0.02, -0.02), new Arc(Start, 200, -0.02));
        for (var s = 0.0; s <= 200; s += 7)
            Assert.InRange(spiral.At(s).Place.DistanceTo(arc.At(s).Place), 0, 1e-10);
    }

    [Fact]
    public void At_Polynomials_GoEqualDistancesOnTheGround()
    {
        foreach (var curve in new[]
        {
            PolynomialCurve.Poly3(Start, 40, new Cubic(0, 0, 0.02, -0.0003)),
            new PolynomialCurve(Start, 29.2, new Cubic(0, 30, -8, 4), new Cubic(0, 0, 25, -14), 1),
        })
        {
            var length = 0.0;
            for (var i = 0; i < 10_000; i++)
                length += curve.At(curve.Length * i / 10_000).Place.DistanceTo(curve.At(curve.Length * (i + 1) / 10_000).Place);
            Assert.Equal(curve.Total, length, 1e-4);
            var (whole, half) = (curve.Length, 0.0);
            for (var i = 0; i < 5_000; i++)
                half += curve.At(whole * i / 10_000).Place.DistanceTo(curve.At(whole * (i + 1) / 10_000).Place);
            Assert.Equal(length / 2, half, 1e-4);
        }
    }

    [Fact]
    public void Poly3_LengthAlongTheCurve_DecidesWhereItEnds()
    {
        var curve = PolynomialCurve.Poly3(new Pose(default, 0), 5, new Cubic(0, 0.75, 0, 0));
        var end = curve.At(5);
        Assert.Equal(4, end.Place.East, 1e-9);
        Assert.Equal(3, end.Place.North, 1e-9);
        Assert.Equal(5, curve.Total, 1e-9);
    }

    [Fact]
    public void At_EveryShape_HeadsAlongItself()
    {
        PlanGeometry[] shapes =
        [
            new Arc(Start, 50, 0.01), new Spiral(Start, 50, 0.05, -0.08), PolynomialCurve.Poly3(Start, 50, new Cubic(1, 0.1, 0.01, -0.0002)),
            new PolynomialCurve(Start, 50, new Cubic(0, 50, 3, 0), new Cubic(0, 0, 9, 1), 1),
        ];
        foreach (var shape in shapes)
        {
            for (var s = 1.0; s < 49; s += 3)
            {
                var (before, after) = (shape.At(s - 1e-4).Place, shape.At(s + 1e-4).Place);
                var heading = Math.Atan2(after.North - before.North, after.East - before.East);
                Assert.Equal(0, Math.IEEERemainder(heading - shape.At(s).Heading, Math.Tau), 1e-6);
            }
        }
    }
}
