using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>What a <see cref="PackedBlock"/> packs: <c>(value - base) / factor</c>.</summary>
internal static class Fields
{
    /// <summary>Values to take one by one before <see cref="SkipShort"/> may get further.</summary>
    public const int Step = 8;

    private const int WordBits = 64;

    /// <summary>The fields of values that are the base plus multiples of the divisor.</summary>
    public static void Of(ReadOnlySpan<long> values, long start, in ExactDivisor divisor, Span<long> fields, SimdLevel level)
    {
        var done = 0;
        if (level == SimdLevel.Vector512)
            done = Of<Lanes512, Vector512<long>>(values, start, divisor, fields);
        else if (level == SimdLevel.Vector256)
            done = Of<Lanes256, Vector256<long>>(values, start, divisor, fields);
        for (; done < values.Length; done++)
            fields[done] = divisor.Divide(values[done] - start);
    }

    /// <summary>The bits that each of these fields needs, 0 to 64.</summary>
    public static void BitLengths(ReadOnlySpan<long> values, long start, in ExactDivisor divisor, Span<byte> lengths, SimdLevel level)
    {
        var done = 0;
        if (level == SimdLevel.Vector512)
            done = BitLengths<Lanes512, Vector512<long>>(values, start, divisor, lengths);
        else if (level == SimdLevel.Vector256)
            done = BitLengths<Lanes256, Vector256<long>>(values, start, divisor, lengths);
        for (; done < values.Length; done++)
            lengths[done] = (byte)(WordBits - BitOperations.LeadingZeroCount((ulong)divisor.Divide(values[done] - start)));
    }

    /// <summary>The place from <paramref name="from"/> on of a field that needs more bits, or a place before it behind which it lies; never beyond the end.</summary>
    public static int SkipShort(ReadOnlySpan<long> fields, int from, int width, SimdLevel level)
    {
        if (level == SimdLevel.Vector512)
            return SkipShort<Lanes512, Vector512<long>>(fields, from, width);
        return level == SimdLevel.Vector256 ? SkipShort<Lanes256, Vector256<long>>(fields, from, width) : from;
    }

    private static int Of<TLanes, TVector>(ReadOnlySpan<long> values, long start, in ExactDivisor divisor, Span<long> fields)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        fields = fields[..values.Length];
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(fields);
        var (starts, inverse, shift, done) = (TLanes.Create(start), TLanes.Create(divisor.Inverse), divisor.Shift, 0);
        if (divisor.Divisor == 1)
        {
            for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
                TLanes.Store(TLanes.Subtract(TLanes.Load(in from, done), starts), ref to, done);
            return done;
        }
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
        {
            var multiples = TLanes.Subtract(TLanes.Load(in from, done), starts);
            TLanes.Store(TLanes.Multiply(TLanes.ShiftRight(multiples, shift), inverse), ref to, done);
        }
        return done;
    }

    private static int BitLengths<TLanes, TVector>(ReadOnlySpan<long> values, long start, in ExactDivisor divisor, Span<byte> lengths)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        lengths = lengths[..values.Length];
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(lengths);
        var (starts, inverse, shift, done) = (TLanes.Create(start), TLanes.Create(divisor.Inverse), divisor.Shift, 0);
        if (divisor.Divisor == 1)
        {
            for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
                TLanes.StoreBitLengths(TLanes.Subtract(TLanes.Load(in from, done), starts), ref to, done);
            return done;
        }
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
        {
            var multiples = TLanes.Subtract(TLanes.Load(in from, done), starts);
            TLanes.StoreBitLengths(TLanes.Multiply(TLanes.ShiftRight(multiples, shift), inverse), ref to, done);
        }
        return done;
    }

    private static int SkipShort<TLanes, TVector>(ReadOnlySpan<long> fields, int at, int width)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(fields);
        while (at <= fields.Length - TLanes.Count && TLanes.IsZero(TLanes.ShiftRightLogical(TLanes.Load(in from, at), width)))
            at += TLanes.Count;
        return at;
    }
}
