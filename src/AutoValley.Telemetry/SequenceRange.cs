namespace AutoValley.Telemetry;

/// <summary>Batch numbers <paramref name="First"/> … <paramref name="Last"/>, both inclusive.</summary>
public readonly record struct SequenceRange(ulong First, ulong Last)
{
    /// <summary>How many numbers.</summary>
    public ulong Count => Last - First + 1;
}
