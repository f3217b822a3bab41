using System.Text;
using AutoValley.Telemetry.LineProtocol;
using AutoValley.Testing;

namespace AutoValley.Telemetry.Tests.LineProtocol;

public sealed class LineProtocolReaderTests
{
    private const long Now = 1_790_000_000_123_456_789;

    [Theory]
    [InlineData("n", 1L)]
    [InlineData("ns", 1L)]
    [InlineData("", 1L)]
    [InlineData(null, 1L)]
    [InlineData("u", 1_000L)]
    [InlineData("us", 1_000L)]
    [InlineData("µ", 1_000L)]
    [InlineData("ms", 1_000_000L)]
    [InlineData("s", 1_000_000_000L)]
    [InlineData("m", 60_000_000_000L)]
    [InlineData("h", 3_600_000_000_000L)]
    public void TryParse_EachPrecision_IsItsNanoseconds(string? name, long nanos)
    {
        Assert.True(LinePrecision.TryParse(name, out var precision));
        Assert.Equal(nanos, precision.Nanos);
        Assert.Equal(-7 * nanos, Read("m f=1 -7", precision).Time);
        Assert.Equal(Now - (Now % nanos), Read("m f=1", precision).Time);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("NS")]
    [InlineData("minute")]
    public void TryParse_UnknownPrecision_IsNone(string name) => Assert.False(LinePrecision.TryParse(name, out _));

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("-0", -0.0)]
    [InlineData("61.25", 61.25)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740995", 9007199254740996.0)]
    [InlineData("0.1000000000000000055511151231257827", 0.1)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1e-400", 0.0)]
    [InlineData("-1.7976931348623157E+308", -double.MaxValue)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("123456789012345678.25", 123456789012345678.25)]
    public void NextField_Float_IsCorrectlyRounded(string text, double expected)
    {
        var value = Assert.IsType<double>(Read($"m f={text}").Fields[0].Value);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("9223372036854775807i", 9223372036854775807L)]
    [InlineData("-9223372036854775808i", long.MinValue)]
    [InlineData("007i", 7L)]
    [InlineData("18446744073709551615u", ulong.MaxValue)]
    [InlineData("t", true)]
    [InlineData("FALSE", false)]
    [InlineData("\"\"", "")]
    [InlineData("\"a,b =c\nd\"", "a,b =c\nd")]
    [InlineData("\"\\\\ \\\" \\x\"", "\\ \" \\x")]
    public void NextField_OtherValues_AreThemselves(string text, object expected) => Assert.Equal(expected, Read($"m f={text} 5").Fields[0].Value);

    [Theory]
    [InlineData("m", LineFault.MissingFields)]
    [InlineData("m f", LineFault.MissingFieldValue)]
    [InlineData("m ", LineFault.MissingFields)]
    [InlineData(",t=1 f=1", LineFault.MissingMeasurement)]
    [InlineData("m,t f=1", LineFault.MissingTagValue)]
    [InlineData("m,t= f=1", LineFault.MissingTagValue)]
    [InlineData("m,=1 f=1", LineFault.MissingTagKey)]
    [InlineData("m, f=1", LineFault.MissingTagKey)]
    [InlineData("m,t=1, f=1", LineFault.MissingTagKey)]
    [InlineData("m,t=1,u=2,t=3 f=1", LineFault.DuplicateTag)]
    [InlineData("m f=", LineFault.MissingFieldValue)]
    [InlineData("m f=1,=2", LineFault.MissingFieldKey)]
    [InlineData("m f=1,", LineFault.MissingFieldKey)]
    [InlineData("m f=x", LineFault.UnknownValue)]
    [InlineData("m f=+1", LineFault.UnknownValue)]
    [InlineData("m f=NaN", LineFault.UnknownValue)]
    [InlineData("m f=-Infinity", LineFault.InvalidNumber)]
    [InlineData("m f=0x1p-2", LineFault.InvalidNumber)]
    [InlineData("m f=1.1.1", LineFault.InvalidNumber)]
    [InlineData("m f=1.0i", LineFault.InvalidNumber)]
    [InlineData("m f=-1u", LineFault.InvalidNumber)]
    [InlineData("m f=1e400", LineFault.NumberOutOfRange)]
    [InlineData("m f=9223372036854775808i", LineFault.NumberOutOfRange)]
    [InlineData("m f=tr", LineFault.InvalidBoolean)]
    [InlineData("m f=\"a", LineFault.UnbalancedQuotes)]
    [InlineData("m f=\"a\\\"", LineFault.UnbalancedQuotes)]
    [InlineData("m f=\"a\"b", LineFault.AfterValue)]
    [InlineData("m f=1 x", LineFault.BadTime)]
    [InlineData("m f=1 1 2", LineFault.BadTime)]
    [InlineData("m f=1 1,g=2", LineFault.BadTime)]
    [InlineData("m f=1 9223372036854775808", LineFault.TimeOutOfRange)]
    [InlineData("# a\tb", LineFault.BadComment)]
    public void Read_AWrongLine_TellsWhatAndReadsTheNext(string text, LineFault expected)
    {
        var reader = new LineProtocolReader(Encoding.UTF8.GetBytes($"# comment\r\nfirst f=1\r\n\r\n{text}\nlast f=2i 3"));
        Assert.True(reader.NextLine());
        Assert.True(reader.NextLine());
        Assert.False(ReadLine.TryRead(ref reader, LinePrecision.Nanosecond, Now, out _, out var fault));
        Assert.Equal(expected == LineFault.BadComment ? LineFault.MissingMeasurement : expected, fault);
        Assert.Equal((4, text), (reader.LineNumber, Encoding.UTF8.GetString(reader.LineText)));
        // A text that does not end may end anywhere, so that what it began in is lost up to the newline alone.
        Assert.True(reader.NextLine());
        Assert.True(ReadLine.TryRead(ref reader, LinePrecision.Nanosecond, Now, out var last, out _));
        Assert.Equal(("last", 3L), (last!.Measurement, last.Time));
        Assert.False(reader.NextLine());
    }

    [Fact]
    public void TryRead_KeysOverTheirLimits_AreRefused()
    {
        Assert.Equal(LineFault.KeyTooLong, FaultOf($"m,t={new string('x', LineKeyReader.MaximumKeyBytes)} f=1"));
        Assert.Equal(LineFault.KeyTooLong, FaultOf($"m{string.Concat(Enumerable.Range(0, LineKeyReader.MaximumTags + 1).Select(tag => $",t{tag}=1"))} f=1"));
        Assert.Equal(LineFault.None, FaultOf($"m{string.Concat(Enumerable.Range(0, LineKeyReader.MaximumTags).Select(tag => $",t{tag}=1"))} f=1"));
    }

    [Fact]
    public void NextField_ExpectedName_IsReadAndAnotherIsNot()
    {
        var reader = new LineProtocolReader("m a=1,b\\ c=2,d=3 5\n"u8);
        Assert.True(reader.NextLine());
        Assert.True(reader.NextField("a="u8));
        Assert.False(reader.NextField("b="u8));
        Assert.True(reader.NextField("b\\ c="u8));
        Assert.Equal(2, reader.Value.Float);
        Assert.False(reader.IsBehindFields);
        Assert.True(reader.NextField());
        Assert.True(reader.IsBehindFields);
        reader.RestartFields();
        Assert.True(reader.NextField("a="u8));
        Assert.True(reader.NextField() && reader.NextField());
        Assert.True(reader.ReadTime(LinePrecision.Nanosecond, Now, out var time));
        Assert.Equal(5, time);
    }

    [Fact]
    public void Read_ManyLines_AllocatesNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1_000).Select(line =>
            $"cpu,host=a\\ b,region=west usage=1.25,idle=-9223372036854775807i,big=1.7976931348623157e308,ok=t,note=\"x \\\" y\" {Now + line}\n")));
        var sum = 0.0;
        Assert.Equal(0, Allocations.Least(() => sum += Sum(text)));
        Assert.True(sum > 0);
    }

    private static double Sum(ReadOnlySpan<byte> text)
    {
        var sum = 0.0;
        var reader = new LineProtocolReader(text);
        while (reader.NextLine())
        {
            var key = new LineKeyReader(reader.Key);
            sum += key.TryReadMeasurement() && key.TryReadTag() ? key.TagValue.Length : 0;
            while (reader.NextField())
                sum += reader.Value.Kind == LineValueKind.Float ? Math.Min(reader.Value.Float, 1) : reader.Value.Raw.Length;
            sum += reader.ReadTime(LinePrecision.Nanosecond, Now, out _) ? 1 : 0;
        }
        return sum;
    }

    private static ReadLine Read(string text, LinePrecision? precision = null)
    {
        var (lines, fault) = ReadLine.ReadAll(Encoding.UTF8.GetBytes(text), precision ?? LinePrecision.Nanosecond, Now);
        Assert.Equal(LineFault.None, fault);
        return Assert.Single(lines);
    }

    private static LineFault FaultOf(string text) => ReadLine.ReadAll(Encoding.UTF8.GetBytes(text), LinePrecision.Nanosecond, Now).Fault;
}
