namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Which class each state of a table stands for: those of a class lie apart (as in Collet's Finite State Entropy, RFC 8878 section 4.1).</summary>
internal static class Spread
{
    /// <summary>Gives each class as many states as its frequency.</summary>
    /// <param name="frequencies">Their sum is the number of states.</param>
    /// <param name="classes">One a state; a power of two of 32 or more.</param>
    public static void Over(ReadOnlySpan<int> frequencies, Span<byte> classes)
    {
        var (step, mask, at) = ((classes.Length >> 1) + (classes.Length >> 3) + 3, classes.Length - 1, 0);
        for (var one = 0; one < frequencies.Length; one++)
        {
            for (var times = frequencies[one]; times > 0; times--)
            {
                classes[at] = (byte)one;
                at = (at + step) & mask;
            }
        }
    }
}
