using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests;

public sealed class ZoneDraftTests
{
    [Fact]
    public void Move_PlacesOfTheLineThatBecomeOne_AreInItOnce() =>
        Assert.Equal([new(0, 0), new(5, 0)], Moved(new(0, 0), new(0.1, 0), new(5, 0), new(5.2, 0)).Direction!.Line);

    [Fact]
    public void Move_WholeLineBecomesOnePlace_HasNoDirection() => Assert.Null(Moved(new(0, 0), new(0.1, 0)).Direction);

    private static Zone Moved(params LocalPosition[] line) =>
        new ZoneDraft("A", ZoneKind.Lane, [new Ring([new(0, 0), new(9, 0), new(9, 9)])]) { Line = line }
            .Move(place => new LocalPosition(Math.Round(place.East), Math.Round(place.North)));
}
