using System.Runtime.InteropServices;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Peers;

/// <summary>All samples of a vehicle's signal in a range, and the truth about them.</summary>
/// <param name="Vehicle">Whose.</param>
/// <param name="Range">Unix nanoseconds.</param>
/// <param name="Times">The truth: event times, Unix nanoseconds.</param>
/// <param name="Values">The truth: values.</param>
internal sealed record ExportQuestion(string Vehicle, TimeRange Range, ReadOnlyMemory<long> Times, ReadOnlyMemory<double> Values)
{
    private const long NanosPerMilli = 1_000_000;

    public long FromMillis => Range.From / NanosPerMilli;

    public long ToMillis => Range.To / NanosPerMilli;

    /// <summary>Whether samples from <paramref name="position"/> on are the truth, bit for bit.</summary>
    public bool Matches(int position, ReadOnlySpan<long> times, ReadOnlySpan<double> values) =>
        times.Length <= Times.Length - position
        && times.SequenceEqual(Times.Span.Slice(position, times.Length))
        && ToBits(values).SequenceEqual(ToBits(Values.Span.Slice(position, values.Length)));

    /// <summary>Whether the truth has this time there.</summary>
    public bool IsAt(int position, long millis) => position < Times.Length && Times.Span[position] == millis * NanosPerMilli;

    /// <summary>Where a time is among the truth; the number of samples when it is not.</summary>
    public int PositionOf(long millis) => Times.Span.BinarySearch(millis * NanosPerMilli) is var index && index < 0 ? Times.Length : index;

    /// <summary>Whether one sample is the truth: the time in milliseconds, the value within 1e-9 of itself.</summary>
    public bool Matches(int position, long millis, double value)
    {
        if (!IsAt(position, millis))
            return false;
        var expected = Values.Span[position];
        return Math.Abs(value - expected) <= 1e-9 * Math.Abs(expected);
    }

    private static ReadOnlySpan<long> ToBits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values);
}
