namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A CAN message as a DBC file describes it.</summary>
/// <param name="Id">11 bits, or 29 when extended.</param>
/// <param name="IsExtended">Whether the id has 29 bits.</param>
/// <param name="Name">Its name; the long one (attribute SystemMessageLongSymbol) where the file has one.</param>
/// <param name="Length">Bytes; up to 8, with CAN FD 64, over a transport protocol more.</param>
/// <param name="Signals">In the file's order.</param>
/// <param name="Line">The line of its BO_.</param>
public sealed record DbcMessage(uint Id, bool IsExtended, string Name, int Length, IReadOnlyList<DbcSignal> Signals, int Line)
{
    /// <summary>Largest id of 11 bits.</summary>
    public const uint MaximumStandardId = 0x7FF;

    /// <summary>Largest id of 29 bits.</summary>
    public const uint MaximumExtendedId = 0x1FFF_FFFF;

    /// <summary>
    /// Whether it is a parameter group of SAE J1939 (VFrameFormat J1939PG): of its id then only the parameter group number counts, and the source address
    /// unless that is the null address.
    /// </summary>
    public bool IsJ1939 { get; init; }
}
