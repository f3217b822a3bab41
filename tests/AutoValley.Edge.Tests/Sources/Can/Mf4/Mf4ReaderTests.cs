using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Mf4;

namespace AutoValley.Edge.Tests.Sources.Can.Mf4;

/// <summary>Files written here, for what the recorded ones lack.</summary>
public sealed class Mf4ReaderTests
{
    private const int Frames = 1_000;

    private static readonly byte[] Records = [.. Enumerable.Range(0, Frames).SelectMany(index => Mf4Builder.Record(index * 1_000, index, [1, (byte)index, (byte)(index >> 8)]))];

    public static TheoryData<string> Packings => ["DT", "DZ", "DZ transposed", "DL of DT", "DL of DL", "HL of DZ", "HL of DZ transposed", "HL of mixed"];

    [Theory]
    [MemberData(nameof(Packings))]
    public void Read_SortedRecordsInAnyPacking_GivesTheFrames(string packing)
    {
        var file = new Mf4Builder();
        file.DataGroup(file.FrameGroup(), Pack(file, packing));
        using var reader = file.Open();
        for (var index = 0; index < Frames; index++)
        {
            Assert.True(reader.Read());
            var frame = reader.Frame;
            Assert.Equal((Mf4Builder.Start + (index * 1_000), "can1", (uint)index, false, CanFrameKind.Data), (frame.Time, frame.Bus, frame.Id, frame.IsExtended, frame.Kind));
            Assert.Equal([1, (byte)index, (byte)(index >> 8)], frame.Data.ToArray());
        }
        Assert.False(reader.Read());
        Assert.Equal("", reader.LeftOut);
    }

    [Fact]
    public void Read_BytesElsewhereDeflated_AreFound()
    {
        var file = new Mf4Builder();
        var bytes = file.HeadOfList(file.List(file.Deflated([2, 0, 0, 0, 10, 11, 3, 0], original: "SD"), file.Deflated([0, 0, 12, 13, 14], original: "SD")));
        // The offsets of the bytes; their own length counts where the record's says more.
        file.DataGroup(file.FrameGroup(bytes), file.Data([.. Mf4Builder.Record(5, 1, [6], length: 8), .. Mf4Builder.Record(6, 2, [0], length: 8)]));
        using var reader = file.Open();
        Assert.Equal([("can1", 1u, "0C0D0E"), ("can1", 2u, "0A0B")], All(reader));
    }

    [Fact]
    public void Read_SeveralDataGroups_AreMergedByTime()
    {
        var file = new Mf4Builder();
        file.DataGroup(file.FrameGroup(), file.Data([.. Mf4Builder.Record(20, 1, [1]), .. Mf4Builder.Record(40, 2, [2])]));
        file.DataGroup(file.FrameGroup(), file.Data([.. Mf4Builder.Record(10, 3, [3], bus: 2), .. Mf4Builder.Record(30, 4, [4], bus: 2), .. Mf4Builder.Record(50, 5, [5], bus: 2)]));
        file.DataGroup(file.FrameGroup(frame: "CAN_ErrorFrame"), file.Data(Mf4Builder.Record(25, 0, [])));
        file.DataGroup(file.Group(file.Channel("Speed", 0, 4, 0, 64), 8), file.Data(new byte[16]));
        using var reader = file.Open();
        Assert.Equal([("can2", 3u, "03"), ("can1", 1u, "01"), ("can1", 0u, ""), ("can2", 4u, "04"), ("can1", 2u, "02"), ("can2", 5u, "05")], All(reader));
    }

    [Fact]
    public void Read_MixedKindsOfRecords_GivesTheFramesWithTheirKind()
    {
        var file = new Mf4Builder();
        var remote = file.FrameGroup(frame: "CAN_RemoteFrame", id: 2);
        file.DataGroup(file.FrameGroup(id: 1, next: remote), file.Data([2, .. Mf4Builder.Record(1, 7, [], length: 8), 1, .. Mf4Builder.Record(2, 0x18FEF100, [9])]), idBytes: 1);
        using var reader = file.Open();
        Assert.True(reader.Read());
        Assert.Equal((CanFrameKind.Remote, 7u, false, 0), (reader.Frame.Kind, reader.Frame.Id, reader.Frame.IsExtended, reader.Frame.Length));
        Assert.True(reader.Read());
        Assert.Equal((CanFrameKind.Data, 0x18FEF100u, true, 1), (reader.Frame.Kind, reader.Frame.Id, reader.Frame.IsExtended, reader.Frame.Length));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData(2, "0102")]
    [InlineData(8, "0102030405060708")]
    // Of classic CAN: 8 bytes.
    [InlineData(12, "0102030405060708")]
    public void Read_RecordWithALengthCodeAlone_HasItsBytes(int code, string data)
    {
        var file = new Mf4Builder();
        file.DataGroup(file.FrameGroup(length: "DLC"), file.Data(Mf4Builder.Record(1, 1, [1, 2, 3, 4, 5, 6, 7, 8], length: code)));
        using var reader = file.Open();
        Assert.Equal([("can1", 1u, data)], All(reader));
    }

    [Theory]
    [InlineData(0, "")]
    // Offsets to UTC are for people: the start is UTC.
    [InlineData(2, "")]
    [InlineData(1, "its time zone, which the file does not say: times are taken as UTC")]
    public void Read_StartInLocalTime_IsTakenAsUtcAndTold(byte flags, string leftOut)
    {
        var file = new Mf4Builder(timeFlags: flags);
        file.DataGroup(file.FrameGroup(), file.Data(Mf4Builder.Record(5, 1, [1])));
        using var reader = file.Open();
        Assert.True(reader.Read());
        Assert.Equal(Mf4Builder.Start + 5, reader.Frame.Time);
        Assert.Equal(leftOut, reader.LeftOut);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a record that the file ends in")]
    [InlineData(22, "a record that the file ends in")]
    public void Read_UnfinishedFile_GivesAllWholeRecords(int more, string leftOut)
    {
        var file = new Mf4Builder(unfinished: 4);
        var group = file.DataGroup(file.FrameGroup(), 0);
        // Its length is 0 as long as it is written.
        file.Link(group, 2, file.Data([]));
        byte[] records = [.. Mf4Builder.Record(1, 1, [1]), .. Mf4Builder.Record(2, 2, [2])];
        using var reader = Mf4Reader.Over("log", new MemoryStream([.. file.ToArray(), .. records, .. new byte[more]]));
        Assert.Equal([("can1", 1u, "01"), ("can1", 2u, "02")], All(reader));
        Assert.Equal(leftOut, reader.LeftOut);
    }

    private static long Pack(Mf4Builder file, string packing)
    {
        const int width = Mf4Builder.RecordBytes;
        ReadOnlySpan<byte> all = Records;
        // Blocks may end within a record.
        var part = all[..1_000];
        var other = all[1_000..];
        return packing switch
        {
            "DT" => file.Data(Records),
            "DZ" => file.Deflated(Records),
            "DZ transposed" => file.Deflated(Records, width),
            "DL of DT" => file.List(file.Data(part), file.Data([]), file.Data(other)),
            "DL of DL" => LinkedLists(file, file.List(file.Data(part)), file.List(file.Data(other))),
            "HL of DZ" => file.HeadOfList(file.List(file.Deflated(part), file.Deflated(other))),
            "HL of DZ transposed" => file.HeadOfList(file.List(file.Deflated(all[..(300 * width)], width), file.Deflated(all[(300 * width)..], width))),
            // The last column holds a remainder that is no whole record.
            _ => file.HeadOfList(file.List(file.Deflated(part, width), file.Data(other[..5_000]), file.Deflated(other[5_000..]))),
        };
    }

    private static long LinkedLists(Mf4Builder file, long first, long second)
    {
        file.Link(first, 0, second);
        return first;
    }

    private static List<(string Bus, uint Id, string Data)> All(Mf4Reader reader)
    {
        var frames = new List<(string Bus, uint Id, string Data)>();
        while (reader.Read())
            frames.Add((reader.Frame.Bus, reader.Frame.Id, Convert.ToHexString(reader.Frame.Data)));
        return frames;
    }
}
