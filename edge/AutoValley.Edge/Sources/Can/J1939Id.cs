namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// The 29-bit id of SAE J1939 (J1939-21, 5.2):
/// <code>
/// | 28 .. 26 priority | 25 extended data page | 24 data page | 23 .. 16 PDU format | 15 .. 8 PDU specific | 7 .. 0 source address |
/// </code>
/// A PDU format below 240 (PDU1) is sent to one address, which PDU specific names; from 240 (PDU2) it is sent to all, and PDU specific extends the format.
/// </summary>
internal static class J1939Id
{
    /// <summary>The source address that nobody has: a database writes it where anybody may be the sender.</summary>
    public const byte NullAddress = 0xFE;

    private const uint FormatOfPdu2 = 0xF0;
    private const uint Pdu1Mask = 0x03FF_0000;
    private const uint Pdu2Mask = 0x03FF_FF00;

    /// <summary>Which bits of an id say its parameter group.</summary>
    public static uint GroupMask(uint id) => ((id >> 16) & 0xFF) < FormatOfPdu2 ? Pdu1Mask : Pdu2Mask;

    /// <summary>The parameter group number: neither priority nor addresses.</summary>
    public static uint Group(uint id) => (id & GroupMask(id)) >> 8;

    /// <summary>Who sends it.</summary>
    public static byte Source(uint id) => (byte)id;
}
