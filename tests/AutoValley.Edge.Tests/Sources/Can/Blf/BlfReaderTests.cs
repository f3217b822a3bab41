using System.Buffers.Binary;
using System.IO.Compression;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Blf;

namespace AutoValley.Edge.Tests.Sources.Can.Blf;

/// <summary>Objects written here after the layouts that the reader documents.</summary>
public sealed class BlfReaderTests
{
    [Theory]
    [InlineData(1, "0100 00 03 60020000 0A0B0C0000000000", 2u, "can0", 0x260u, false, CanFrameKind.Data, "0A0B0C")]
    [InlineData(86, "0200 00 0F 00F1FE98 0102030405060708", 2u, "can1", 0x18FEF100u, true, CanFrameKind.Data, "0102030405060708")]
    [InlineData(1, "0100 80 08 01000000 0000000000000000", 2u, "can0", 1u, false, CanFrameKind.Remote, "")]
    [InlineData(2, "0100 0000 00000000", 2u, "can0", 0u, false, CanFrameKind.Error, "")]
    [InlineData(73, "0300 0000 00000000 0000000000000000", 2u, "can2", 0u, false, CanFrameKind.Error, "")]
    [InlineData(100, "0100 00 09 60020000 00000000 00 01 03 00 00000000 0A0B0C", 2u, "can0", 0x260u, false, CanFrameKind.Data, "0A0B0C")]
    [InlineData(101, "01 09 03 00 60020000 00000000 00100000 00000000 00000000 00000000 00000000 0000 00 00 00000000 0A0B0C", 2u, "can0", 0x260u, false, CanFrameKind.Data, "0A0B0C")]
    [InlineData(101, "01 09 03 00 60020000 00000000 10000000 00000000 00000000 00000000 00000000 0000 00 00 00000000 0A0B0C", 2u, "can0", 0x260u, false, CanFrameKind.Remote, "")]
    [InlineData(1, "0100 00 01 60020000 0A00000000000000", 1u, "can0", 0x260u, false, CanFrameKind.Data, "0A")]
    public void Read_Frame_IsFilled(uint type, string content, uint unit, string bus, uint id, bool isExtended, CanFrameKind kind, string data)
    {
        using var reader = Reader([Object(65, "0102"), Object(type, content, unit)], compressed: true);
        Assert.True(reader.Read());
        var frame = reader.Frame;
        // 2021-01-02 03:04:05.006 and 7 units.
        Assert.Equal(1_609_556_645_006_000_000 + (unit == 2 ? 7 : 70_000), frame.Time);
        Assert.Equal((bus, id, isExtended, kind), (frame.Bus, frame.Id, frame.IsExtended, frame.Kind));
        Assert.Equal(data, Convert.ToHexString(frame.Data));
        Assert.False(reader.Read());
        Assert.Equal("other objects: 1", reader.LeftOut);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_ObjectsOverSeveralContainers_AreAllRead(bool compressed)
    {
        byte[][] objects = [.. Enumerable.Range(0, 300).Select(index => Object(1, $"0100 00 02 {index % 256:X2}000000 {index % 256:X2}0B000000000000"))];
        using var reader = Reader(objects, compressed, cut: 50);
        for (var index = 0; index < objects.Length; index++)
        {
            Assert.True(reader.Read());
            Assert.Equal((uint)index % 256, reader.Frame.Id);
        }
        Assert.False(reader.Read());
        Assert.Equal("", reader.LeftOut);
    }

    [Fact]
    public void Read_FileThatEndsInAnObject_TellsSo()
    {
        var whole = File([Object(1, "0100 00 01 60020000 0A00000000000000")], compressed: true, cut: int.MaxValue);
        using var reader = BlfReader.Over("log", new MemoryStream(whole[..^5]));
        Assert.False(reader.Read());
        Assert.Equal("an object that the file ends in", reader.LeftOut);
    }

    [Theory]
    [InlineData(1, "0000 00 01 60020000 0A00000000000000", "log: an object of type 1 is of channel 0")]
    [InlineData(1, "0100 00 01 FFFF0000 0A00000000000000", "log: an object of type 1 has an id of more than 11 bits")]
    [InlineData(101, "01 09 03 00 60020000 00000000", "log: an object of type 101 is too short")]
    [InlineData(100, "0100 00 09 60020000 00000000 00 01 41 00 00000000 0A0B0C", "log: an object of type 100 has 65 bytes of data, or says so")]
    public void Read_BrokenFrame_SaysWhy(uint type, string content, string told)
    {
        using var reader = Reader([Object(type, content)], compressed: true);
        Assert.Equal(told, Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    [Fact]
    public void Over_NoBlf_SaysSo() =>
        Assert.Equal("log: the head of a BLF file is missing", Assert.Throws<SourceException>(() => BlfReader.Over("log", new MemoryStream(new byte[100]))).Message);

    private static BlfReader Reader(byte[][] objects, bool compressed, int cut = int.MaxValue) =>
        BlfReader.Over("log", new MemoryStream(File(objects, compressed, cut)));

    private static byte[] File(byte[][] objects, bool compressed, int cut)
    {
        var inner = objects.SelectMany(one => (byte[])[.. one, .. new byte[one.Length % 4]]).ToArray();
        var file = new MemoryStream();
        var head = new byte[144];
        "LOGG"u8.CopyTo(head);
        head[4] = 144;
        foreach (var (part, index) in new ushort[] { 2021, 1, 6, 2, 3, 4, 5, 6 }.Select((part, index) => (part, index)))
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(40 + (index * 2)), part);
        file.Write(head);
        foreach (var piece in inner.Chunk(Math.Min(cut, inner.Length)))
        {
            var data = compressed ? Deflated(piece) : piece;
            var container = new byte[32];
            "LOBJ"u8.CopyTo(container);
            container[4] = 16;
            BinaryPrimitives.WriteInt32LittleEndian(container.AsSpan(8), 32 + data.Length);
            container[12] = 10;
            container[16] = compressed ? (byte)2 : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(container.AsSpan(24), piece.Length);
            file.Write(container);
            file.Write(data);
            file.Write(new byte[data.Length % 4]);
        }
        return file.ToArray();
    }

    private static byte[] Object(uint type, string content, uint unit = 2)
    {
        var bytes = Convert.FromHexString(content.Replace(" ", "", StringComparison.Ordinal));
        var head = new byte[32];
        "LOBJ"u8.CopyTo(head);
        head[4] = 32;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), 32 + bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), type);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16), unit);
        head[24] = 7;
        return [.. head, .. bytes];
    }

    private static byte[] Deflated(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bytes);
        return output.ToArray();
    }
}
