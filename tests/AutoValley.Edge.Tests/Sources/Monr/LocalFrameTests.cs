using AutoValley.Edge.Sources.Monr;

namespace AutoValley.Edge.Tests.Sources.Monr;

public sealed class LocalFrameTests
{
    private const double Latitude = 57.777073115;
    private const double Longitude = 12.781295498333;

    [Fact]
    public void ToGeodetic_Origin_IsTheOrigin()
    {
        var at = new LocalFrame(Latitude, Longitude, 193.114, 30).ToGeodetic(0, 0, 0);
        Assert.Equal(Latitude, at.Latitude, 10);
        Assert.Equal(Longitude, at.Longitude, 10);
        Assert.Equal(193.114, at.Altitude, 6);
    }

    [Fact]
    public void ToGeodetic_KilometresAway_IsWhereTheEllipsoidHasIt()
    {
        // A metre of latitude and of longitude there, by the radii of curvature of WGS 84.
        var sine = Math.Sin(double.DegreesToRadians(Latitude));
        var w = Math.Sqrt(1 - (0.0066943799901413165 * sine * sine));
        var metresOfLatitude = double.DegreesToRadians(6_378_137 * (1 - 0.0066943799901413165) / (w * w * w));
        var metresOfLongitude = double.DegreesToRadians(6_378_137 / w * Math.Cos(double.DegreesToRadians(Latitude)));
        var frame = new LocalFrame(Latitude, Longitude, 0, 0);
        var (north, east) = (frame.ToGeodetic(0, 1_000, 0), frame.ToGeodetic(1_000, 0, 0));
        Assert.InRange((north.Latitude - Latitude) * metresOfLatitude, 999.9, 1_000.1);
        Assert.Equal(Longitude, north.Longitude, 9);
        Assert.InRange((east.Longitude - Longitude) * metresOfLongitude, 999.99, 1_000.01);
        // The ground falls away from the plane: 1000² / (2 · 6.38e6).
        Assert.InRange(north.Altitude, 0.077, 0.080);
        Assert.InRange(east.Altitude, 0.077, 0.080);
    }

    [Fact]
    public void ToGeodetic_TurnedFrame_TurnsCounterClockwise()
    {
        var (turned, plain) = (new LocalFrame(Latitude, Longitude, 0, 90).ToGeodetic(100, 0, 2), new LocalFrame(Latitude, Longitude, 0, 0).ToGeodetic(0, 100, 2));
        Assert.Equal(plain.Latitude, turned.Latitude, 10);
        Assert.Equal(plain.Longitude, turned.Longitude, 10);
        Assert.Equal(plain.Altitude, turned.Altitude, 6);
    }

    [Theory]
    [InlineData(0, 0, 90)]
    [InlineData(0, 90, 0)]
    [InlineData(0, 180, 270)]
    [InlineData(0, 350, 100)]
    [InlineData(90, 0, 0)]
    [InlineData(30, 90, 330)]
    public void ToHeading_DirectionOfTheFrame_IsClockwiseFromNorth(double rotation, double yaw, double expected) =>
        Assert.Equal(expected, new LocalFrame(Latitude, Longitude, 0, rotation).ToHeading(yaw), 9);
}
