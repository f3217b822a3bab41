namespace AutoValley.Edge.Sources.Monr;

/// <summary>CRC-16 with polynomial 0x1021, initial value 0, not reflected (CRC-16/XMODEM): 0x31C3 for the text 123456789.</summary>
internal static class Crc16
{
    private static readonly ushort[] Table = MakeTable();

    /// <summary>The checksum of some bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var next in bytes)
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ next]);
        return crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var index = 0; index < table.Length; index++)
        {
            var crc = index << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
            table[index] = (ushort)crc;
        }
        return table;
    }
}
