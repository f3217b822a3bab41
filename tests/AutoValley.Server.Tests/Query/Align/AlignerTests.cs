using AutoValley.Server.Query.Align;
using AutoValley.Telemetry;
using AutoValley.V1;
using FsCheck;
using FsCheck.Fluent;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Tests.Query.Align;

public sealed class AlignerTests
{
    public static TheoryData<AlignMethod, SignalType> Combinations()
    {
        var all = new TheoryData<AlignMethod, SignalType>();
        foreach (var method in Enum.GetValues<AlignMethod>().Where(method => method != AlignMethod.Unspecified))
        {
            foreach (var type in Enum.GetValues<SignalType>().Where(type => type >= SignalType.Double))
            {
                if (method != AlignMethod.Linear || type is SignalType.Double or SignalType.Integer)
                    all.Add(method, type);
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Fill_AnySlices_EqualsALookAtEverySample(AlignMethod method, SignalType type) =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Ascending(40).ToArbitrary(), Ascending(60).ToArbitrary(), Gen.Choose(0, 12).Two().ToArbitrary(), (samples, rows, choice) =>
            {
                var (maximumAge, sliceSize) = ((ulong)choice.Item1, 1 + choice.Item2);
                Assert.Equal(
                    rows.Select(row => Naive(samples, row, method, type, maximumAge)),
                    Aligned(samples, rows, method, type, maximumAge, sliceSize));
            }));

    [Fact]
    public void Fill_AllOfTimeBetween_KnowsTheNearer()
    {
        var aligner = Aligner.Of(SignalType.Integer, AlignMethod.Nearest, 0);
        aligner.Add(new Samples(new[] { long.MinValue, long.MaxValue }, Values.Of(new[] { 1L, 2 })));
        Assert.Equal(3, aligner.Fill([long.MinValue, -5, 5], 0));
        Assert.Equal([1L, 1, 2], ((Values<long>)aligner.ValuesOf(3)).Items.ToArray());
    }

    [Fact]
    public void Fill_RowsAfterRows_ForgetThoseBefore()
    {
        var aligner = Aligner.Of(SignalType.Text, AlignMethod.None, 0);
        aligner.Add(new Samples(new[] { 1L, 9 }, Values.Of(new[] { "one", "nine" })));
        Assert.Equal(2, aligner.Fill([1, 2], 0));
        Assert.Equal(["one", ""], ((Values<string>)aligner.ValuesOf(2)).Items.ToArray());
        Assert.Equal(2, aligner.Fill([3, 4], 0));
        Assert.Equal(["", ""], ((Values<string>)aligner.ValuesOf(2)).Items.ToArray());
        Assert.False(aligner.IsPresent(0));
    }

    // What each row has, as text; null for nothing.
    private static List<string?> Aligned(long[] samples, long[] rows, AlignMethod method, SignalType type, ulong maximumAge, int sliceSize)
    {
        var aligner = Aligner.Of(type, method, maximumAge);
        var slices = new Queue<long[]>(samples.Chunk(sliceSize));
        var all = new List<string?>();
        foreach (var some in rows.Chunk(sliceSize))
        {
            for (var filled = aligner.Fill(some, 0); filled < some.Length; filled = aligner.Fill(some, filled))
                aligner.Add(slices.TryDequeue(out var slice) ? new Samples(slice, ValuesAt(slice, type)) : null);
            var values = aligner.ValuesOf(some.Length);
            all.AddRange(Enumerable.Range(0, some.Length).Select(row => aligner.IsPresent(row) ? SampleValue.At(values, row).ToString() : null));
        }
        return all;
    }

    private static string? Naive(long[] samples, long row, AlignMethod method, SignalType type, ulong maximumAge)
    {
        bool IsNear(long time) => maximumAge == 0 || (ulong)Math.Abs(time - row) <= maximumAge;
        string TextAt(long time) => SampleValue.At(ValuesAt([time], method == AlignMethod.Linear ? SignalType.Double : type), 0).ToString();
        var (before, after) = (samples.Where(time => time <= row).Cast<long?>().LastOrDefault(), samples.Where(time => time > row).Cast<long?>().FirstOrDefault());
        switch (method)
        {
            case AlignMethod.None:
                return before == row ? TextAt(row) : null;
            case AlignMethod.Previous:
                return before is { } previous && IsNear(previous) ? TextAt(previous) : null;
            case AlignMethod.Nearest:
                return samples.Where(IsNear).OrderBy(time => Math.Abs(time - row)).ThenBy(time => time).Select(TextAt).FirstOrDefault();
            default:
                if (before == row)
                    return TextAt(row);
                if (before is not { } from || after is not { } to || !IsNear(from) || !IsNear(to))
                    return null;
                var (low, high) = ((double)(from * 3), (double)(to * 3));
                return SampleValue.Of(low + ((high - low) * ((row - from) / (double)(to - from)))).ToString();
        }
    }

    private static Values ValuesAt(long[] times, SignalType type) => type switch
    {
        SignalType.Double => Values.Of(times.Select(time => time * 3.0).ToArray()),
        SignalType.Integer => Values.Of(times.Select(time => time * 3).ToArray()),
        SignalType.Boolean => Values.Of(times.Select(time => time % 3 == 0).ToArray()),
        _ => Values.Of(times.Select(time => $"at {time}").ToArray()),
    };

    private static Gen<long[]> Ascending(int maximum) =>
        Gen.Choose(0, maximum).SelectMany(count => Gen.Choose(-30, 60).ArrayOf(count))
            .Select(times => times.Distinct().Order().Select(time => (long)time).ToArray());
}
