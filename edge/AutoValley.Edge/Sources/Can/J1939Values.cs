using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// Raw values of SAE J1939-71 (tables 1 and 2) by which a sender says that it has no value, or that its sensor failed: from 8 bits on those whose highest byte
/// is 0xFF or 0xFE; of 2 bits 3 and 2; between them all ones. Fewer bits, more than 32 (texts), signed numbers and floats have none.
/// </summary>
internal static class J1939Values
{
    private const uint FirstProprietary = 0xFF00;

    /// <summary>The least raw value that is none; null when all are some.</summary>
    public static ulong? FirstUnavailable(DbcMessage message, DbcSignal signal)
    {
        if (!message.IsJ1939 || !IsOfTheStandard(J1939Id.Group(message.Id)) || signal.IsSigned || signal.IsFloat || signal.IsMultiplexer)
            return null;
        return signal.Length switch
        {
            2 => 2,
            >= 3 and < 8 => (1UL << signal.Length) - 1,
            >= 8 and <= 32 => 0xFEUL << (signal.Length - 8),
            _ => null,
        };
    }

    // The formats of network management, transport and diagnosis (ISO 15765) and those left to makers carry other things than J1939-71's parameters.
    private static bool IsOfTheStandard(uint group) => (group & 0xFFFF) < FirstProprietary && ((group >> 8) & 0xFF) is not
        (0xCD or 0xCE or 0xDA or 0xDB or 0xE8 or 0xEA or 0xEB or 0xEC or 0xEE or 0xEF);
}
