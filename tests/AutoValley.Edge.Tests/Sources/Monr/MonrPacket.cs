using System.Buffers.Binary;
using AutoValley.Edge.Sources.Monr;

namespace AutoValley.Edge.Tests.Sources.Monr;

/// <summary>Writes monitor messages, byte by byte as the standard's table has them.</summary>
internal sealed record MonrPacket
{
    /// <summary>The test vector of RI-SE/iso22133 (tests/monr.cpp, DecodeMONR): 2022-04-29T02:22:22Z, transmitter 0x1234, and its checksum.</summary>
    public static readonly byte[] Vector = Convert.FromHexString(
        "7F7E2800000002341200007856000000060080002400" + "00A60969E803000030F8FFFFB80B0000F308000000006400C800E803D0070004016BEFBE3386");

    public uint Transmitter { get; init; } = 17;
    public byte Counter { get; init; }
    public uint Quarters { get; init; } = 1_000;
    public int X { get; init; }
    public int Y { get; init; }
    public int Z { get; init; }
    public ushort Yaw { get; init; }
    public short Pitch { get; init; }
    public short Roll { get; init; }
    public short Speed { get; init; }
    public short LateralSpeed { get; init; }
    public short Acceleration { get; init; }
    public short LateralAcceleration { get; init; }
    public byte Direction { get; init; }
    public byte State { get; init; } = 4;
    public byte Ready { get; init; } = 255;
    public byte Version { get; init; } = 2;
    public ushort MessageId { get; init; } = 6;

    /// <summary>Values before the monitor's.</summary>
    public byte[] Before { get; init; } = [];

    public byte[] ToBytes()
    {
        var bytes = new byte[18 + Before.Length + 40 + 2];
        var at = 0;
        void U8(int value) => bytes[at++] = (byte)value;
        void U16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((at += 2) - 2), (ushort)value);
        void U32(long value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((at += 4) - 4), (uint)value);
        U16(0x7E7F);
        U32(bytes.Length - 20);
        U8(Version);
        U32(Transmitter);
        U32(0);
        U8(Counter);
        U16(MessageId);
        Before.CopyTo(bytes, at);
        at += Before.Length;
        U16(0x80);
        U16(36);
        U32(Quarters);
        U32(X);
        U32(Y);
        U32(Z);
        foreach (var value in (int[])[Yaw, Pitch, Roll, Speed, LateralSpeed, Acceleration, LateralAcceleration])
            U16(value);
        foreach (var value in (int[])[Direction, State, Ready, 0])
            U8(value);
        U16(0);
        U16(Crc16.Of(bytes.AsSpan(0, at)));
        return bytes;
    }
}
