using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AutoValley.Telemetry;

/// <summary>One boot of an edge agent: 16 bytes drawn at random. Batches are numbered 1, 2, 3… within it.</summary>
public readonly record struct SessionId(UInt128 Value)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Size = 16;

    /// <summary>A new session from the system's random source.</summary>
    public static SessionId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return new SessionId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads the 16 bytes of the wire; false when there are not exactly 16.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SessionId session)
    {
        session = bytes.Length == Size ? new SessionId(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;
        return bytes.Length == Size;
    }

    /// <summary>Writes the 16 bytes of the wire.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>The 16 bytes of the wire.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        WriteTo(bytes);
        return bytes;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", null);
}
