using System.Buffers.Binary;

namespace AutoValley.Storage.Sqlite;

/// <summary>Integers as bytes, lowest first.</summary>
internal static class LittleEndian
{
    public static byte[] BytesOf(ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * sizeof(long)), values[index]);
        return bytes;
    }

    public static long[] LongsOf(ReadOnlySpan<byte> bytes)
    {
        var values = new long[bytes.Length / sizeof(long)];
        for (var index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]);
        return values;
    }
}
