using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AutoValley.Storage.Influx;

/// <summary>What bytes are known again by: the first half of their SHA-256.</summary>
internal static class ContentHash
{
    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
