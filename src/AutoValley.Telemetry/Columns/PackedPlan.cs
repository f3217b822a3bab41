namespace AutoValley.Telemetry.Columns;

/// <summary>How a <see cref="PackedBlock"/> is to be written.</summary>
/// <param name="Base">Value of a field of 0.</param>
/// <param name="Factor">What one step of a field stands for; 1 or more.</param>
/// <param name="Width">Bits of a field, 0 to 64.</param>
/// <param name="Exceptions">Values that need more.</param>
/// <param name="Size">Bytes, at most.</param>
internal readonly record struct PackedPlan(long Base, long Factor, int Width, int Exceptions, int Size)
{
    /// <summary>The fields are coded; the width is then the log of the table of states.</summary>
    public bool IsCoded { get; init; }

    public bool HasExtra => Factor > 1 || Exceptions > 0;
}
