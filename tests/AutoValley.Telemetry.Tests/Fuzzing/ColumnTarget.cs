using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Whole columns: header, times, values. All levels give the same values or the same error.</summary>
internal sealed class ColumnTarget(byte[][] corpus) : IFuzzTarget
{
    public const int MaximumCount = 2000;
    public const int MaximumTextBytes = 20_000;

    /// <summary>What an error may allocate: itself, its message, its stack trace.</summary>
    public const int ErrorBytes = 64 * 1024;

    public string Name => "column";

    public byte[][] Corpus => corpus;

    // Of two levels, each the values and as much again.
    public long AllocationLimit(int length) => 2 * ((MaximumCount * 2 * sizeof(long)) + (length * 16) + (2 * MaximumTextBytes) + ErrorBytes);

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var best = Decode(input.Span, SimdLevels.Best, out var decoded);
        if (random.Below(4) == 0)
            Compare(input.Span, (SimdLevel)random.Below(2), best, decoded);
        return best is null;
    }

    private static void Compare(ReadOnlySpan<byte> column, SimdLevel level, string? best, Values? decoded)
    {
        var error = Decode(column, level, out var other);
        if (error != best)
            throw new FuzzFailureException($"{SimdLevels.Best} says '{best}', {level} says '{error}'");
        if (decoded is not null && other is not null && !AreEqual(decoded, other))
            throw new FuzzFailureException($"{SimdLevels.Best} and {level} decode other values");
    }

    /// <summary>The error, null when there is none.</summary>
    private static string? Decode(ReadOnlySpan<byte> column, SimdLevel level, out Values? values)
    {
        values = null;
        try
        {
            values = ColumnCodec.TryReadHeader(column, out var header) && header.Kind == ColumnKind.Times
                ? Values.Of(ColumnCodec.DecodeTimes(column, MaximumCount, level))
                : ColumnCodec.Decode(column, MaximumCount, MaximumTextBytes, level);
            if (values.Count != header.Count)
                throw new FuzzFailureException($"{values.Count} values where the header says {header.Count}");
            return null;
        }
        catch (ColumnFormatException refused) when (refused.Message.Length > 0)
        {
            return refused.Message;
        }
    }

    private static bool AreEqual(Values left, Values right) => (left, right) switch
    {
        (Values<double> one, Values<double> other) => Bits(one).SequenceEqual(Bits(other)),
        (Values<long> one, Values<long> other) => one.Items.Span.SequenceEqual(other.Items.Span),
        (Values<bool> one, Values<bool> other) => one.Items.Span.SequenceEqual(other.Items.Span),
        (Values<string> one, Values<string> other) => one.Items.Span.SequenceEqual(other.Items.Span),
        _ => false,
    };

    private static ReadOnlySpan<long> Bits(Values<double> values) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(values.Items.Span);
}
