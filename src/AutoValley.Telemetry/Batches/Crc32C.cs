using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Batches;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4): the check sum of batches and of journal and spool records.</summary>
public static class Crc32C
{
    /// <summary>
    /// The check sum of <paramref name="bytes"/>. With the check sum of what came before as <paramref name="seed"/>, that of both together.
    /// </summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var crc = ~seed;
        var words = bytes.Length / sizeof(ulong);
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (var word = 0; word < words; word++)
        {
            var eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, word * sizeof(ulong)));
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? eight : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(eight));
        }
        foreach (var one in bytes[(words * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
