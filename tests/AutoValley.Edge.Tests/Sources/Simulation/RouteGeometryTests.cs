using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

public sealed class RouteGeometryTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(300)]
    public void At_OnACircle_HasItsCurvatureAndLength(double radius)
    {
        var route = new RouteGeometry(TestRoutes.Circle(radius));
        Assert.Equal(Math.Tau * radius, route.Length, radius * 0.04);
        Assert.Equal(1, route.Step, 0.02);
        Assert.All(Enumerable.Range(0, route.Count), i => Assert.Equal(1 / radius, route.At(i * route.Step).Curvature, 0.2 / radius));
        Assert.All(Enumerable.Range(0, route.Count), i => Assert.True(new RouteGeometry(TestRoutes.Circle(radius, clockwise: true)).At(i).Curvature < 0));
    }

    [Fact]
    public void At_RoundAndRound_ComesBack()
    {
        var route = new RouteGeometry(TestRoutes.Circle(100));
        Assert.Equal(route.At(12.5).East, route.At(12.5 + (7 * route.Length)).East, 1e-6);
        Assert.Null(route.FarEnd);
    }

    [Fact]
    public void At_OpenRoute_LeadsThereAndBack()
    {
        var route = new RouteGeometry(TestRoutes.Straight(400, slope: 0.05));
        Assert.Equal(800, route.Length, 0.5);
        Assert.Equal(400, route.FarEnd!.Value * route.Step, 0.3);
        var (there, back) = (route.At(100), route.At(700));
        Assert.Equal((there.East, there.North, there.Altitude), (back.East, Math.Round(back.North, 6), Math.Round(back.Altitude, 6)), new Near(0.6));
        Assert.Equal((0, 0.05), (there.Heading, Math.Round(there.Slope, 6)));
        Assert.Equal((180, -0.05), (back.Heading, Math.Round(back.Slope, 6)));
        Assert.Equal(0, route.At(399.9).Heading);
        Assert.Equal(180, route.At((route.FarEnd.Value + 0.1) * route.Step).Heading);
    }

    [Fact]
    public void Constructor_RouteUnusable_NamesItAndTheReason()
    {
        void Refused(SimulationRoute route, string message) =>
            Assert.Equal(message, Assert.Throws<SourceException>(() => new RouteGeometry(route)).Message);
        Refused(TestRoutes.Straight(400) with { Path = [] }, "route straight: 0 positions instead of 2 to 200000");
        Refused(TestRoutes.Straight(40), "route straight: 40 m long instead of 50 to 500000");
        Refused(TestRoutes.Straight(600_000), "route straight: 600001 m long instead of 50 to 500000");
        Refused(new("stuck", [new(1, 1), new(1, 1)], true), "route stuck: 0 m long instead of 50 to 500000");
        Assert.StartsWith("route odd: position 1, ", Assert.Throws<SourceException>(() => new RouteGeometry(new("odd", [new(1, 1), new(double.NaN, 1)], true))).Message, StringComparison.Ordinal);
        Assert.StartsWith("route odd: position 0, ", Assert.Throws<SourceException>(() => new RouteGeometry(new("odd", [new(1, 1, 0, 0), new(1, 1.1)], true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_RepeatedPositions_AreTaken()
    {
        var path = TestRoutes.Circle(100).Path.SelectMany(position => new[] { position, position }).ToList();
        var route = new RouteGeometry(new("twice", path, true));
        Assert.All(Enumerable.Range(0, route.Count), i => Assert.True(double.IsFinite(route.At(i).Curvature + route.At(i).Slope + route.At(i).Heading)));
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) + Math.Abs(x.Item3 - y.Item3) < tolerance;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
