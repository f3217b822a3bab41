using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

public sealed class ColumnCodecTests
{
    public static TheoryData<int> Lengths => [.. Shapes.Lengths];

    [Theory, MemberData(nameof(Lengths))]
    public void Decode_DoublesOfEveryShape_GivesEveryBitBack(int length)
    {
        foreach (var (_, values) in Shapes.Doubles(length, length + 1))
            Column.RoundTrip(values);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Decode_IntegersOfEveryShape_GivesThemBack(int length)
    {
        foreach (var (_, values) in Shapes.Integers(length, length + 2))
            Column.RoundTrip(values);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Decode_BooleansOfEveryShape_GivesThemBack(int length)
    {
        foreach (var (_, values) in Shapes.Booleans(length, length + 3))
            Column.RoundTrip(values);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Decode_TextsOfEveryShape_GivesThemBack(int length)
    {
        foreach (var (_, values) in Shapes.Texts(length, length + 4))
            Column.RoundTrip(values);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void DecodeTimes_TimesOfEveryShape_GivesThemBack(int length)
    {
        foreach (var (_, values) in Shapes.Times(length, length + 5))
            Column.RoundTripTimes(values);
    }

    [Fact]
    public void Encode_HalfASurrogatePair_BecomesTheReplacementCharacter()
    {
        var decoded = ColumnCodec.Decode(Column.Encode(Values.Of(new[] { "a\uD800b" })), 1);
        Assert.Equal("a\uFFFDb", ((Values<string>)decoded).Items.Span[0]);
    }
}
