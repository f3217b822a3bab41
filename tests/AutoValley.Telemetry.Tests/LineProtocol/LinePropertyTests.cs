using System.Globalization;
using System.Text;
using AutoValley.Telemetry.LineProtocol;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Telemetry.Tests.LineProtocol;

public sealed class LinePropertyTests
{
    // Without control characters and halves of surrogate pairs, which no name may have, and a backslash, which before a separator would be another name.
    private static readonly Gen<string> Names = ArbMap.Default.ArbFor<string>().Generator
        .Select(text => new string([.. (text ?? "").Where(one => !char.IsSurrogate(one) && !char.IsControl(one) && one != '\\')]))
        .Select(text => $"n{text}");

    private static readonly Gen<string> Texts = ArbMap.Default.ArbFor<string>().Generator
        .Select(text => new string([.. (text ?? "").Where(one => !char.IsSurrogate(one))]));

    [Fact]
    public void Read_AnyDouble_GivesEveryBitBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Generator.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite).ToArbitrary(), value =>
            Value(value.ToString("R", CultureInfo.InvariantCulture)) is double read && BitConverter.DoubleToInt64Bits(read) == BitConverter.DoubleToInt64Bits(value))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyDecimal_IsWhatTheRuntimeParses()
    {
        var decimals =
            from whole in ArbMap.Default.ArbFor<long>().Generator
            from digits in Gen.Choose(0, 20)
            from fraction in Gen.Choose(0, int.MaxValue)
            select digits == 0 ? $"{whole}" : $"{whole}.{fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
        Prop.ForAll(decimals.ToArbitrary(), text => Value(text) is double read && read == double.Parse(text, CultureInfo.InvariantCulture)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_AnyInteger_GivesItBack() =>
        Prop.ForAll<long>(value => Value($"{value}i") is long read && read == value).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyText_GivesItBack() =>
        Prop.ForAll(Texts.ToArbitrary(), text => Value($"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"") is string read && read == text)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyNames_GivesThemBack()
    {
        var lines =
            from measurement in Names
            from tags in Names.Two()
            from field in Names
            from time in ArbMap.Default.ArbFor<long>().Generator
            select (measurement, tags, field, time);
        Prop.ForAll(lines.ToArbitrary(), line =>
        {
            var (measurement, (key, value), field, time) = line;
            var text = $"{Escape(measurement, ", ")},{Escape(key, ",= ")}={Escape(value, ",= ")} {Escape(field, ",= ")}=1i {time}";
            var read = Assert.Single(ReadLine.ReadAll(Encoding.UTF8.GetBytes(text), LinePrecision.Nanosecond, 0).Lines);
            return read.Measurement == measurement && read.Tags.Single() == (key, value) && read.Fields.Single().Equals((field, (object)1L)) && read.Time == time;
        }).QuickCheckThrowOnFailure();
    }

    private static object Value(string text) =>
        Assert.Single(ReadLine.ReadAll(Encoding.UTF8.GetBytes($"m f={text},g=1 5\n"), LinePrecision.Nanosecond, 0).Lines).Fields[0].Value;

    private static string Escape(string name, string escaped) =>
        string.Concat(name.Select(one => escaped.Contains(one) ? $"\\{one}" : one.ToString()));
}
