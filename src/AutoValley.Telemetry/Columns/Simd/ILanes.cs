namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Operations on as many 64-bit integers as a register takes, so that a pass is written once for every register. Arithmetic is modulo 2^64.
/// Doubles lie in the lanes as their bits.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly long from, int at);

    static abstract void Store(TVector lanes, ref long to, int at);

    static abstract TVector Create(long value);

    static abstract TVector CreateDoubles(double value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector AddDoubles(TVector left, TVector right);

    static abstract TVector SubtractDoubles(TVector left, TVector right);

    static abstract TVector MultiplyDoubles(TVector left, TVector right);

    static abstract TVector And(TVector left, TVector right);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    static abstract TVector Min(TVector left, TVector right);

    static abstract TVector Max(TVector left, TVector right);

    static abstract TVector ShiftLeft(TVector lanes, int bits);

    /// <summary>The sign moves in.</summary>
    static abstract TVector ShiftRight(TVector lanes, int bits);

    /// <summary>Zeros move in.</summary>
    static abstract TVector ShiftRightLogical(TVector lanes, int bits);

    /// <summary>Of lanes that are less than the floor, the substitute.</summary>
    static abstract TVector ReplaceBelow(TVector lanes, TVector floor, TVector substitute);

    static abstract bool IsZero(TVector lanes);

    static abstract int CountZeros(TVector lanes);

    static abstract bool AnyAboveUnsigned(TVector lanes, TVector limit);

    /// <summary>0 for 0, 64 for what has its highest bit set; a byte a lane.</summary>
    static abstract void StoreBitLengths(TVector lanes, ref byte to, int at);

    /// <summary>Lanes 0 and 1 become lane 0, and so on over both registers: the second of each two shifted left and put over the first.</summary>
    static abstract TVector FoldPairs(TVector first, TVector second, int bits);
}
