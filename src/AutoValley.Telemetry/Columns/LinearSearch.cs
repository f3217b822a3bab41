using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the <see cref="LinearForm"/> of a column whose decimals need corrections, and keeps it from vector to vector.</summary>
internal struct LinearSearch()
{
    private const int SampleLength = 24;

    // Tests that a search may cost.
    private const int TestsAValue = 64;

    // Fewer values do not bear a search.
    private const int LeastValues = 64;

    // A vector of few different values may not show the form.
    private const int MostSearches = 3;

    // Of values that are decimals, fewer than one in so many needs a correction; of computed ones, every second or third.
    private const int LeastCorrected = 16;

    // What raw × scale + offset is off its decimal, unless the sum is near 0.
    private const long Rounding = 64;

    // An offset has no more than about five digits that count.
    private static readonly int[] DigitEnds = [100, 1000, 10_000, 1 << 15];

    private bool isKnown;
    private int searches;
    private LinearForm known;

    /// <summary>The raw integers of values near decimals; false when no form is found, or when the one found does not hold for all.</summary>
    /// <param name="values">One vector.</param>
    /// <param name="decimals">The decimals they are near to, as integers.</param>
    /// <param name="corrections">What they are off these, in units of their last place.</param>
    /// <param name="places">Places of the decimals behind the point.</param>
    /// <param name="raws">Takes the integers.</param>
    /// <param name="level">How.</param>
    /// <param name="form">The form.</param>
    public bool TryEncode(
        ReadOnlySpan<double> values, ReadOnlySpan<long> decimals, ReadOnlySpan<long> corrections, int places, Span<long> raws, SimdLevel level, out LinearForm form)
    {
        form = known;
        if (isKnown && known.TryEncode(values, raws))
            return true;
        if (searches == MostSearches || values.Length < LeastValues || corrections.Count(0L) > values.Length - (values.Length / LeastCorrected))
            return false;
        searches++;
        Span<Known> sample = stackalloc Known[SampleLength];
        var least = Ranges.Of(decimals, level).Least;
        var factor = CommonFactor.Of(decimals, least, level);
        sample = Sample(values, decimals, corrections, factor, sample);
        if (sample.Length < SampleLength / 2 || factor > LinearForm.GreatestInteger)
            return false;
        var isFound = TryFind(values, sample, factor, places, raws);
        isKnown |= isFound;
        form = known;
        return isFound;
    }

    /// <summary>Values that are near their decimals, and by how many scales they are above the first one.</summary>
    private static Span<Known> Sample(
        ReadOnlySpan<double> values, ReadOnlySpan<long> decimals, ReadOnlySpan<long> corrections, long factor, Span<Known> sample)
    {
        var count = 0;
        for (var index = 0; index < sample.Length; index++)
        {
            var at = (int)((long)index * values.Length / sample.Length);
            if (corrections[at] is < -Rounding or > Rounding)
                continue;
            var steps = count == 0 ? 0 : (decimals[at] - sample[0].Decimal) / factor;
            sample[count++] = new Known(values[at], decimals[at], steps);
        }
        return sample[..count];
    }

    /// <summary>Tries offsets of few digits first, whole ones before those with places behind the point; then those of more digits.</summary>
    private bool TryFind(ReadOnlySpan<double> values, ReadOnlySpan<Known> sample, long factor, int places, Span<long> raws)
    {
        var tests = values.Length * TestsAValue;
        var least = 0;
        foreach (var end in DigitEnds)
        {
            var unit = (long)DecimalPair.PowerOf(places);
            for (var place = 0; place <= places; place++, unit /= 10)
            {
                for (var digits = least; digits < end; digits++)
                {
                    var shift = (Int128)digits * unit;
                    if (shift > LinearForm.GreatestInteger || tests == 0)
                        break;
                    if ((sample[0].Decimal - (long)shift) % factor == 0 && tests-- > 0 && Holds(new LinearForm(factor, places, (long)shift), values, sample, raws))
                        return true;
                    if ((sample[0].Decimal + (long)shift) % factor == 0 && tests-- > 0 && Holds(new LinearForm(factor, places, -(long)shift), values, sample, raws))
                        return true;
                }
            }
            least = end;
        }
        return false;
    }

    private bool Holds(LinearForm form, ReadOnlySpan<double> values, ReadOnlySpan<Known> sample, Span<long> raws)
    {
        var (scale, offset, start) = (form.Scale, form.Offset, (sample[0].Decimal - form.Shift) / form.Factor);
        foreach (var one in sample)
        {
            if (((start + one.Steps) * scale) + offset != one.Value)
                return false;
        }
        if (!form.TryEncode(values, raws))
            return false;
        known = form;
        return true;
    }

    private readonly record struct Known(double Value, long Decimal, long Steps);
}
