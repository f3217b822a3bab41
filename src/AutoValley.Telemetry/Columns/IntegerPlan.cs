namespace AutoValley.Telemetry.Columns;

/// <summary>How an <see cref="IntegerVector"/> is to be written.</summary>
/// <param name="Encoding">Which of the integer encodings.</param>
/// <param name="Block">Its block, where it has one.</param>
/// <param name="Size">Bytes, at most.</param>
internal readonly record struct IntegerPlan(VectorEncoding Encoding, PackedPlan Block, int Size);

/// <summary>What a planner tries beside constant and packed.</summary>
[Flags]
internal enum IntegerChoices
{
    /// <summary>First and second differences.</summary>
    Differences = 1,

    /// <summary>Exclusive-ors: for the bits of doubles.</summary>
    Xor = 2,

    /// <summary>Runs; not within runs.</summary>
    Runs = 4,

    /// <summary>Coded fields where they are smaller: slower to write and to read.</summary>
    Coded = 8,
}
