namespace AutoValley.Telemetry.Predicates;

/// <summary>The order of values of any types, exact also between integers and doubles. Booleans are 0 and 1.</summary>
public static class NumberOrder
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>The sign says which is greater; null when they cannot be compared: a NaN, or a text and a number. Texts differ or not.</summary>
    public static int? Compare(SampleValue one, SampleValue other)
    {
        if (one.Type == SignalType.Text || other.Type == SignalType.Text)
            return one.Type == other.Type ? string.CompareOrdinal(one.Text, other.Text) : null;
        return (one.Type == SignalType.Double, other.Type == SignalType.Double) switch
        {
            (false, false) => ToInteger(one).CompareTo(ToInteger(other)),
            (true, true) => double.IsNaN(one.Double) || double.IsNaN(other.Double) ? null : Compare(one.Double, other.Double),
            (false, true) => Compare(ToInteger(one), other.Double),
            (true, false) => -Compare(ToInteger(other), one.Double),
        };
    }

    /// <summary>The nearest double of a number or boolean.</summary>
    public static double ToDouble(SampleValue value) => value.Type == SignalType.Double ? value.Double : ToInteger(value);

    /// <summary>An integer or a boolean.</summary>
    public static long ToInteger(SampleValue value) => value.Type == SignalType.Boolean ? (value.Boolean ? 1 : 0) : value.Integer;

    // 0 and -0 are equal, which CompareTo knows not of all.
    private static int Compare(double one, double other) => one < other ? -1 : one > other ? 1 : 0;

    private static int? Compare(long integer, double number)
    {
        if (double.IsNaN(number))
            return null;
        if (number >= TwoTo63)
            return -1;
        if (number < -TwoTo63)
            return 1;
        var whole = Math.Truncate(number);
        var order = integer.CompareTo((long)whole);
        return order != 0 ? order : Compare(whole, number);
    }
}
