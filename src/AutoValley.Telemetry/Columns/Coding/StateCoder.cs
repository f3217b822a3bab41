using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Finds, from the last value to the first, the states that a reader will be in, and the bits that bring it from each to the next.</summary>
internal readonly ref struct StateCoder
{
    /// <summary>Of a step, the bits below tell how many bits there are, the others which.</summary>
    public const int CountBits = 8;

    public const uint CountMask = (1u << CountBits) - 1;

    private readonly ReadOnlySpan<int> frequencies;
    private readonly Span<ushort> states;
    private readonly Span<int> starts;

    /// <param name="frequencies">Their sum is 2 to the power of <paramref name="log"/>.</param>
    /// <param name="states">Room for as many.</param>
    /// <param name="starts">Room for one a frequency.</param>
    /// <param name="log">Exponent of the number of states.</param>
    [SkipLocalsInit]
    public StateCoder(ReadOnlySpan<int> frequencies, Span<ushort> states, Span<int> starts, int log)
    {
        this.frequencies = frequencies;
        this.states = states;
        this.starts = starts;
        Log = log;
        Span<byte> classes = stackalloc byte[states.Length];
        Spread.Over(frequencies, classes);
        Span<int> next = stackalloc int[frequencies.Length];
        var start = 0;
        for (var one = 0; one < frequencies.Length; one++)
        {
            (starts[one], next[one]) = (start - frequencies[one], start);
            start += frequencies[one];
        }
        for (var state = 0; state < classes.Length; state++)
            states[next[classes[state]]++] = (ushort)(First + state);
    }

    /// <summary>What the states are counted from; the reader ends in it.</summary>
    public int First => 1 << Log;

    /// <summary>Exponent of the number of states.</summary>
    public int Log { get; }

    /// <summary>The state before a value of the class, from the state behind it; the bits that lead from that one to this.</summary>
    public uint Step(ref int state, int valueClass)
    {
        var frequency = frequencies[valueClass];
        var count = Log - BitOperations.Log2((uint)frequency);
        if (state >> count < frequency)
            count--;
        var bits = (uint)(state & ((1 << count) - 1));
        state = states[starts[valueClass] + (state >> count)];
        return (bits << CountBits) | (uint)count;
    }
}
