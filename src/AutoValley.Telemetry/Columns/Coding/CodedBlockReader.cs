using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Reads what <see cref="CodedBlock"/> writes.</summary>
internal static class CodedBlockReader
{
    /// <summary>Reads what follows the head of a coded block.</summary>
    [SkipLocalsInit]
    public static void Read<TFinish>(ref ColumnReader reader, in BlockHead head, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        scoped var bits = reader.Fields(head.CodedBytes * 8, 1);
        // At the end of a column there is nothing behind the bits that a wide load may touch.
        Span<byte> space = stackalloc byte[bits.Length < head.CodedBytes + BitReader.Margin ? head.CodedBytes + BitReader.Margin : 0];
        if (space.Length > 0)
        {
            bits[..head.CodedBytes].CopyTo(space);
            space[head.CodedBytes..].Clear();
            bits = space;
        }
        Span<uint> entries = stackalloc uint[1 << Frequencies.GreatestLog];
        var (position, limit) = (0, head.CodedBytes * 8);
        var log = StateTable.Read(bits, limit, ref position, entries, out var mostBits);
        if (log < 0)
            throw reader.Error("no table of frequencies");
        var fields = MemoryMarshal.Cast<long, ulong>(values);
        var isWhole = (BitReader.LoadBits / mostBits) switch
        {
            >= 4 => Read<FourALoad>(bits, limit, ref position, entries, log, fields),
            >= 2 => Read<TwoALoad>(bits, limit, ref position, entries, log, fields),
            _ => Read<OneALoad>(bits, limit, ref position, entries, log, fields),
        };
        if (!isWhole)
            throw reader.Error("the coded fields do not end where they should");
        Elementwise.ScaleZigZag(values, head.Base, head.Factor, finish, reader.Level);
    }

    private static bool Read<TLoad>(
        ReadOnlySpan<byte> bits, int limit, ref int position, Span<uint> entries, int log, Span<ulong> fields)
        where TLoad : struct, ILoad
    {
        ref var from = ref MemoryMarshal.GetReference(bits);
        var state0 = (uint)BitReader.Read(ref from, ref position, log);
        var state1 = (uint)BitReader.Read(ref from, ref position, log);
        var state2 = (uint)BitReader.Read(ref from, ref position, log);
        var state3 = (uint)BitReader.Read(ref from, ref position, log);
        ref var table = ref MemoryMarshal.GetReference(entries);
        ref var to = ref MemoryMarshal.GetReference(fields);
        var (at, index) = (position, 0);
        for (; index <= fields.Length - CodedBlock.States; index += CodedBlock.States)
        {
            if (at > limit)
                return false;
            var word = BitReader.Load(ref from, at);
            state0 = Step(Unsafe.Add(ref table, state0), ref word, ref at, ref Unsafe.Add(ref to, index));
            if (TLoad.Values < 2)
                word = BitReader.Load(ref from, at);
            state1 = Step(Unsafe.Add(ref table, state1), ref word, ref at, ref Unsafe.Add(ref to, index + 1));
            if (TLoad.Values < 4)
                word = BitReader.Load(ref from, at);
            state2 = Step(Unsafe.Add(ref table, state2), ref word, ref at, ref Unsafe.Add(ref to, index + 2));
            if (TLoad.Values < 2)
                word = BitReader.Load(ref from, at);
            state3 = Step(Unsafe.Add(ref table, state3), ref word, ref at, ref Unsafe.Add(ref to, index + 3));
        }
        for (; index < fields.Length && at <= limit; index++)
        {
            var word = BitReader.Load(ref from, at);
            var next = Step(Unsafe.Add(ref table, state0), ref word, ref at, ref Unsafe.Add(ref to, index));
            (state0, state1, state2, state3) = (state1, state2, state3, next);
        }
        position = at;
        return at <= limit && (state0 | state1 | state2 | state3) == 0;
    }

    /// <summary>Reads a field; the next state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint entry, ref ulong word, ref int at, ref ulong field)
    {
        var (extra, count) = ((int)(byte)entry, (int)(byte)(entry >> StateTable.BitsAt));
        field = ((ulong)((entry >> StateTable.MantissaAt) & StateTable.MantissaMask) << extra) | BitReader.Lowest(word, extra);
        word >>= extra;
        var next = (entry >> StateTable.NextAt) + (uint)BitReader.Lowest(word, count);
        word >>= count;
        at += extra + count;
        return next;
    }

    /// <summary>How many values a load holds, whatever they are.</summary>
    private interface ILoad
    {
        static abstract int Values { get; }
    }

    private readonly struct OneALoad : ILoad
    {
        public static int Values => 1;
    }

    private readonly struct TwoALoad : ILoad
    {
        public static int Values => 2;
    }

    private readonly struct FourALoad : ILoad
    {
        public static int Values => 4;
    }
}
