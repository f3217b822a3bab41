using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class GeoReferenceTests
{
    [Theory]
    [InlineData("+proj=tmerc +lat_0=57.7 +lon_0=12.7 +k=1 +datum=WGS84 +geoidgrids=egm96_15.gtx +vunits=m +no_defs", typeof(TransverseMercator))]
    [InlineData("+proj=utm +zone=32 +lat_0=48 +lon_0=9.1 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +type=crs", typeof(TransverseMercator))]
    [InlineData("+proj=ortho +lat_0=57.7 +lon_0=12.7", typeof(TangentPlane))]
    public void Parse_ReferenceOfAMap_GivesItsProjection(string text, Type type) => Assert.IsType(type, GeoReference.Parse(text));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("PROJCS[\"WGS 84\"]", "it is no PROJ string")]
    [InlineData("+lat_0=49 +lon_0=8", "it names no +proj")]
    [InlineData("+proj=merc +lon_0=8", "+proj=merc is none of tmerc, utm, ortho")]
    [InlineData("+proj=tmerc +lat_0=0 +lon_0=0", "+lat_0 and +lon_0 are 0, a placeholder")]
    [InlineData("+proj=tmerc", "+lat_0 and +lon_0 are 0, a placeholder")]
    [InlineData("+proj=tmerc +lat_0=91 +lon_0=8", "+lat_0, +lon_0 is no place on the Earth")]
    [InlineData("+proj=tmerc +lat_0=4x +lon_0=8", "+lat_0=4x is no number")]
    [InlineData("+proj=tmerc +lat_0=49 +lat_0=50 +lon_0=8", "+lat_0 is there twice")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +units=us-ft", "+units=us-ft are no metres")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +ellps=bessel", "its datum is not WGS84")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +towgs84=598,73,418", "its datum is shifted against WGS84")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +axis=neu", "+axis is not understood")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +k=0.89", "its scale of 0.89 is not in 0.9 to 1.1")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +k_0=1.2", "its scale of 1.2 is not in 0.9 to 1.1")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8 +k=0", "its scale of 0 is not in 0.9 to 1.1")]
    [InlineData("+proj=utm +zone=61", "+proj=utm without a +zone of 1 to 60")]
    [InlineData("+proj=utm +lon_0=9", "+proj=utm without a +zone of 1 to 60")]
    [InlineData("+proj=utm +zone=32 +lon_0=-122.1", "+lon_0=-122.1 does not lie in +zone=32")]
    [InlineData("+proj=utm +zone=32 +lat_0=-37", "+lat_0=-37 lies on the other hemisphere")]
    [InlineData("+proj=utm +zone=32 +k_0=1", "the scale of +proj=utm is 0.9996")]
    public void Parse_UnusableReference_SaysWhy(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => GeoReference.Parse(text)).Message);
}
