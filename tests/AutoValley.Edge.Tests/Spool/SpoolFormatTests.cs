using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Spool;

public sealed class SpoolFormatTests
{
    private const string Session = "000102030405060708090a0b0c0d0e0f";

    [Fact]
    public void WriteHeader_KnownSegment_IsAsTheFormatDrawsIt()
    {
        Assert.True(SessionId.TryRead(Convert.FromHexString(Session), out var session));
        var header = SpoolFormat.WriteHeader(session, 7, SpoolFolder.Vehicle);

        Assert.Equal(192, header.Length);
        var expected = "4156" + "53504f4f4c02" + Session + "07000000" + "09000000" + Convert.ToHexStringLower("acme/car1"u8);
        Assert.Equal(expected.PadRight(2 * 188, '0'), Convert.ToHexStringLower(header.AsSpan(0, 188)));
        Assert.Equal(BitwiseCrc32C(header.AsSpan(0, 188)), BitConverter.ToUInt32(header, 188));
        Assert.True(SpoolFormat.TryReadHeader(header, out var read, out var vehicle));
        Assert.Equal((session, SpoolFolder.Vehicle), (read, vehicle));
    }

    [Fact]
    public void WriteRecord_KnownBatch_IsAsTheFormatDrawsIt()
    {
        var record = new byte[48 + 3];
        SpoolFormat.WriteRecord(record, SpoolRecordKind.Batch, new BatchFacts(0x0102, 300, 0x0304, 0x0506), 0x0708, [0xAA, 0xBB, 0xCC]);

        Assert.Equal("03000000", Convert.ToHexStringLower(record.AsSpan(0, 4)));
        Assert.Equal(
            "02000000" + "2c010000" + "0201000000000000" + "0403000000000000" + "0605000000000000" + "0807000000000000" + "aabbcc",
            Convert.ToHexStringLower(record.AsSpan(8)));
        Assert.Equal(BitwiseCrc32C(record.AsSpan(8)), BitConverter.ToUInt32(record, 4));
        Assert.True(SpoolFormat.IsIntact(record));
    }

    [Fact]
    public void SegmentIndex_Written_IsAsTheFormatDrawsIt()
    {
        var contents = new SegmentContents
        {
            Length = 0x1234,
            Catalog = new SpoolPlace(0x0A, 0x0B),
            Acknowledged = [new SpoolPlace(0x0C, 0x0D)],
            Entries = [new SpoolEntry(new BatchFacts(1, 2, 3, 4), new SpoolPlace(5, 6), 7)],
        };
        var index = SegmentIndex.Write(contents, 0x1234);

        Assert.Equal(
            "0a000000" + "0b000000" + "01000000" + "01000000" + "0c000000" + "0d000000"
            + "0100000000000000" + "05000000" + "06000000" + "02000000" + "00000000" + "0300000000000000" + "0400000000000000" + "0700000000000000"
            + "34120000" + Convert.ToHexStringLower("AVIX"u8),
            Convert.ToHexStringLower(index));
        var read = SegmentIndex.Read(index, 0x1234)!;
        Assert.Equal((contents.Catalog, contents.Length), (read.Catalog, read.Length));
        Assert.Equal(contents.Acknowledged, read.Acknowledged);
        Assert.Equal(contents.Entries, read.Entries);
    }

    // Castagnoli, reflected, a bit at a time.
    private static uint BitwiseCrc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }
}
