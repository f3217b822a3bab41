using System.Globalization;
using System.Text;
using AutoValley.Telemetry.LineProtocol;
using AutoValley.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Telemetry.Tests.LineProtocol;

public sealed class LineProtocolWriterTests
{
    private static readonly byte[] Key = LineEscapes.SeriesKey("telemetry", [("vehicle", "shuttle-1")]);
    private static readonly byte[] Field = LineEscapes.FieldKey("Vehicle.Speed");

    [Fact]
    public void Add_AllTypes_GivesOneLine()
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine(Key);
        writer.Add(Field, 61.25);
        writer.Add("Gear="u8, -3L);
        writer.Add("Brake="u8, true);
        writer.Add("Note="u8, "a \"b\" \\ c,=\né");
        writer.EndLine(1_700_000_000_000_000_001);
        Assert.Equal(
            "telemetry,vehicle=shuttle-1 Vehicle.Speed=61.25,Gear=-3i,Brake=true,Note=\"a \\\"b\\\" \\\\ c,=\né\" 1700000000000000001\n", Text(writer));
        Assert.Equal((1, writer.Written.Length), (writer.Lines, writer.Length));
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(-0.1, "-0.1")]
    [InlineData(-12.05, "-12.05")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(9007199254740991.0, "9007199254740991")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    public void Add_Double_IsItsShortestText(double value, string expected) => Assert.Equal(expected, DoubleText(value));

    [Fact]
    public void Add_AnyDouble_GivesItAgain()
    {
        var any = from high in Gen.Choose(int.MinValue, int.MaxValue)
                  from low in Gen.Choose(int.MinValue, int.MaxValue)
                  select BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)low);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(any.Where(double.IsFinite)), value =>
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(DoubleText(value), CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public void Add_AnyDecimal_IsItsShortestText()
    {
        var decimals = from value in Gen.Choose(int.MinValue, int.MaxValue) from places in Gen.Choose(0, 5) select value / Math.Pow(10, places);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(decimals), value =>
        {
            var shortest = value.ToString(CultureInfo.InvariantCulture);
            if (!shortest.Contains('E', StringComparison.Ordinal))
                Assert.Equal(shortest, DoubleText(value));
        }));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Add_NotFinite_IsRefused(double value)
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine(Key);
        Assert.Throws<ArgumentException>(() => writer.Add(Field, value));
    }

    [Fact]
    public void EndLine_WithoutField_IsRefused()
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine(Key);
        Assert.Throws<InvalidOperationException>(() => writer.EndLine(0));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void BeginLine_AfterOneThatWasNotEnded_ForgetsIt()
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine(Key);
        writer.Add(Field, 1.0);
        writer.BeginLine("a"u8);
        writer.Add("b="u8, 2L);
        writer.EndLine(3);
        Assert.Equal("a b=2i 3\n", Text(writer));
    }

    [Fact]
    public void Add_MoreThanTheMemory_Grows()
    {
        var writer = new LineProtocolWriter(1);
        var text = new string('"', 10_000) + new string('\u20ac', 10_000);
        for (var line = 0; line < 100; line++)
        {
            writer.BeginLine(Key);
            writer.Add(Field, text);
            writer.EndLine(line);
        }
        Assert.Equal(100, writer.Lines);
        Assert.EndsWith("\u20ac\" 99\n", Text(writer), StringComparison.Ordinal);
        Assert.Equal(text.Length * 100, Text(writer).Count(c => c is '"' or '\u20ac') - 200);
    }

    [Fact]
    public void Add_Values_AllocatesNothing()
    {
        var writer = new LineProtocolWriter(1 << 20);
        Assert.Equal(0, Allocations.Least(() =>
        {
            writer.Clear();
            for (var line = 0; line < 1_000; line++)
            {
                writer.BeginLine(Key);
                writer.Add(Field, line * 0.37);
                writer.Add(Field, Math.Sqrt(line));
                writer.Add(Field, (long)line);
                writer.Add(Field, line % 2 == 0);
                writer.Add(Field, "on \"the\" way");
                writer.EndLine(line);
            }
        }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\")]
    [InlineData("a\nb")]
    public void FieldKey_NameThatCannotBeSaid_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => LineEscapes.FieldKey(name));

    private static string DoubleText(double value)
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine("a"u8);
        writer.Add("b="u8, value);
        writer.EndLine(0);
        return Text(writer)[4..^3];
    }

    private static string Text(LineProtocolWriter writer) => Encoding.UTF8.GetString(writer.Written.Span);
}
