namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A signal of a CAN message: which bits, and what they mean.</summary>
public sealed record DbcSignal
{
    /// <summary>Its name; the long one (attribute SystemSignalLongSymbol) where the file has one.</summary>
    public required string Name { get; init; }

    /// <summary>The line of its SG_.</summary>
    public required int Line { get; init; }

    /// <summary>
    /// Little endian: the lowest bit. Big endian: the highest. Bits 0 to 7 are those of byte 0, lowest first; 8 to 15 those of byte 1.
    /// </summary>
    public required int StartBit { get; init; }

    /// <summary>Bits, 1 to 64.</summary>
    public required int Length { get; init; }

    /// <summary>Motorola order, @0; else Intel order, @1.</summary>
    public required bool IsBigEndian { get; init; }

    /// <summary>Two's complement.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>IEEE 754 of 16, 32 or 64 bits (SIG_VALTYPE_ 1 or 2).</summary>
    public bool IsFloat { get; init; }

    /// <summary>physical = raw × factor + offset.</summary>
    public required DbcNumber Factor { get; init; }

    /// <summary>physical = raw × factor + offset.</summary>
    public required DbcNumber Offset { get; init; }

    /// <summary>Smallest physical value, for people: nothing is clipped by it. 0 and 0 means not given.</summary>
    public required DbcNumber Minimum { get; init; }

    /// <summary>Largest physical value, for people: nothing is clipped by it.</summary>
    public required DbcNumber Maximum { get; init; }

    /// <summary>As the file spells it; empty when there is none.</summary>
    public required string Unit { get; init; }

    /// <summary>CM_ SG_; empty when there is none.</summary>
    public string Comment { get; init; } = "";

    /// <summary>VAL_: names of raw values, in the file's order.</summary>
    public IReadOnlyList<DbcValueName> ValueNames { get; init; } = [];

    /// <summary>Whether its raw value says which signals the message carries.</summary>
    public bool IsMultiplexer { get; init; }

    /// <summary>The signal that says whether this one is carried; null when it always is.</summary>
    public string? Multiplexer { get; init; }

    /// <summary>The raw values of <see cref="Multiplexer"/> with which this signal is carried.</summary>
    public IReadOnlyList<DbcValueRange> MultiplexerValues { get; init; } = [];

    /// <summary>Bytes that a CAN frame must have to carry the whole signal.</summary>
    public int EndByte => (FirstBit + Length + 7) / 8;

    /// <summary>Its first bit counted in the byte order's own direction: from the highest bit of each byte when big endian.</summary>
    internal int FirstBit => IsBigEndian ? (StartBit & ~7) + 7 - (StartBit & 7) : StartBit;
}

/// <summary>A name for one raw value.</summary>
/// <param name="Value">The raw value as the file writes it.</param>
/// <param name="Name">What it means.</param>
public sealed record DbcValueName(DbcNumber Value, string Name);

/// <summary>Raw values <paramref name="First"/> … <paramref name="Last"/>, both inclusive.</summary>
public readonly record struct DbcValueRange(long First, long Last)
{
    /// <summary>Whether the value lies in it.</summary>
    public bool Contains(long value) => value >= First && value <= Last;
}
