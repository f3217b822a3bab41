namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>The values of a block that stand aside: what stands at each place instead of the field.</summary>
/// <param name="space">The places and, behind these, as many values.</param>
internal readonly ref struct BlockExceptions(ReadOnlySpan<long> space)
{
    /// <summary>Their places, in the order in which they are put back.</summary>
    public ReadOnlySpan<long> Positions { get; } = space[..(space.Length / 2)];

    /// <summary>As many values.</summary>
    public ReadOnlySpan<long> Values { get; } = space[(space.Length / 2)..];

    /// <summary>Whether each place comes after the one before it, as writers have it; a reader takes any.</summary>
    public bool IsAscending
    {
        get
        {
            for (var index = 1; index < Positions.Length; index++)
            {
                if (Positions[index] <= Positions[index - 1])
                    return false;
            }
            return true;
        }
    }

    /// <summary>The place of one; behind the last, one that no value has.</summary>
    public int PlaceOf(int index) => index < Positions.Length ? (int)Positions[index] : int.MaxValue;

    /// <summary>Puts those from an index on back to values of which the first is that of <paramref name="start"/>.</summary>
    public void PutBack<TFinish>(Span<long> to, int from, int start, TFinish finish)
        where TFinish : struct, IFinish
    {
        for (var index = from; index < Positions.Length; index++)
            to[(int)Positions[index] - start] = finish.Of(Values[index]);
    }
}
