using AutoValley.Telemetry.Columns;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Telemetry.Tests.Columns;

public sealed class ColumnPropertyTests
{
    [Fact]
    public void Decode_AnyDoubles_GivesEveryBitBack() =>
        Prop.ForAll<double[]>(values => Column.RoundTrip(values) > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyBitPatterns_GivesEveryBitBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Generator.ArrayOf().ToArbitrary(), bits =>
            Column.RoundTrip(Array.ConvertAll(bits, BitConverter.Int64BitsToDouble)) > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyDecimals_GivesEveryBitBack()
    {
        var columns =
            from decimals in Gen.Choose(0, 12)
            from mantissas in Gen.Choose(-1_000_000, 1_000_000).ArrayOf()
            select Array.ConvertAll(mantissas, mantissa => mantissa / Math.Pow(10, decimals));
        Prop.ForAll(columns.ToArbitrary(), values => Column.RoundTrip(values) > 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decode_AnyIntegers_GivesThemBack() =>
        Prop.ForAll<long[]>(values => Column.RoundTrip(values) > 0 && Column.RoundTripTimes(values) > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyBooleans_GivesThemBack() =>
        Prop.ForAll<bool[]>(values => Column.RoundTrip(values) > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyTexts_GivesThemBack()
    {
        // Half a surrogate pair cannot come back: it has no UTF-8.
        var texts = ArbMap.Default.ArbFor<string>().Generator.Select(text => new string([.. (text ?? "").Where(one => !char.IsSurrogate(one))]));
        Prop.ForAll(texts.ArrayOf().ToArbitrary(), values => Column.RoundTrip(values) > 0).QuickCheckThrowOnFailure();
    }
}
