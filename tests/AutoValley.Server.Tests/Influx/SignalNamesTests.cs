using AutoValley.Server.Influx.Writing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Server.Tests.Influx;

public sealed class SignalNamesTests
{
    private static readonly Gen<string> Words = ArbMap.Default.ArbFor<string>().Generator
        .Select(text => new string([.. (text ?? "").Where(one => !char.IsSurrogate(one)).Take(12)]))
        .Zip(Gen.Elements("", ".", "..", "-", "--", "a.b", "--2D", "é", " ", "/x", "_"), (text, odd) => text + odd).Where(text => text.Length > 0);

    [Theory]
    [InlineData("telemetry", "Vehicle.Speed", "Vehicle.Speed")]
    [InlineData("cpu", "usage", "cpu.usage")]
    [InlineData("cpu", "usage.user", "cpu.usage.user")]
    [InlineData("a.b", "c", "a--2Eb.c")]
    [InlineData("win cpu", "Bytes Received/sec", "win--20cpu.Bytes--20Received--2Fsec")]
    [InlineData("cpu-total", "x-", "cpu-total.x--2D")]
    public void Of_AField_IsAName(string measurement, string field, string expected) => Assert.Equal(expected, SignalNames.Of(measurement, [], field));

    [Fact]
    public void Of_Tags_IsBehindTheField() =>
        Assert.Equal("disk.free..device.sda1.path.--2F", SignalNames.Of("disk", [("device", "sda1"), ("path", "/")], "free"));

    [Fact]
    public void PlaceOf_AnyNamesAndTags_GivesThemBack()
    {
        var places =
            from measurement in Words
            from field in Words
            from tags in Words.Two().ListOf()
            select new SignalPlace(measurement, field, [.. tags.Select(tag => (tag.Item1, tag.Item2)).OrderBy(tag => tag.Item1, StringComparer.Ordinal)]);
        Prop.ForAll(places.Where(place => place.Measurement != TelemetryLines.Measurement).ToArbitrary(), place =>
        {
            var name = SignalNames.Of(place.Measurement, place.Tags, place.Field);
            var read = SignalNames.PlaceOf(name)!;
            return name.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' or '-')
                && (read.Measurement, read.Field) == (place.Measurement, place.Field) && read.Tags.SequenceEqual(place.Tags);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Speed")]
    [InlineData(".Speed")]
    [InlineData("Speed.")]
    public void PlaceOf_ANameWithoutAMeasurement_IsNone(string signal)
    {
        Assert.True(SignalDefinition.IsName(signal));
        Assert.Null(SignalNames.PlaceOf(signal));
    }
}
