namespace AutoValley.Telemetry.Columns;

/// <summary>The byte before each vector, and before the texts of a text column. FORMAT.md draws what follows each.</summary>
internal enum VectorEncoding : byte
{
    // Integers: of Times and Integer columns, and inside the encodings of the other kinds.
    Constant = 0,
    Packed = 1,
    Delta = 2,
    DeltaDelta = 3,
    Xor = 4,
    Runs = 5,

    // Doubles.
    Raw = 8,
    Decimal = 9,
    DecimalCorrected = 10,
    Bits = 11,
    Linear = 12,

    // Booleans.
    AllFalse = 16,
    AllTrue = 17,
    Bitmap = 18,
    RunsFromFalse = 19,
    RunsFromTrue = 20,

    // Texts, for the whole column.
    Plain = 24,
    Dictionary = 25,
}
