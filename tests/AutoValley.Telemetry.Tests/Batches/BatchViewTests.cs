using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class BatchViewTests
{
    [Fact]
    public void TryRead_BatchOfGeneratedCode_GivesEnvelopeAndValues()
    {
        var view = Generated.Read(Generated.PlainBatch().Payload());
        Assert.Equal((Generated.Session, 42UL), (view.Session, view.Sequence));
        Assert.Equal((1_795_000_000_000_000_000, 1_795_000_000_100_000_000), (view.BaseTime, view.SendTime));
        Assert.Equal(new ClockQuality(ClockSource.Gnss, -1500, 0), view.Clock);
        Assert.All(view.Columns, column => Assert.False(column.IsEncoded));
        Generated.AssertPlainBatch(view);
    }

    [Fact]
    public void TryRead_WithoutClock_SaysUnknown()
    {
        var batch = Generated.PlainBatch();
        batch.Clock = null;
        Assert.Equal(ClockQuality.Unknown, Generated.Read(batch.Payload()).Clock);
    }

    [Fact]
    public void TryRead_FieldsInReverseOrder_GivesTheSame()
    {
        var batch = Generated.PlainBatch();
        var columns = new Wire.Batch { Columns = { batch.Columns } };
        var times = new Wire.Batch { Times = { batch.Times } };
        var rest = batch.Clone();
        rest.Columns.Clear();
        rest.Times.Clear();
        Generated.AssertPlainBatch(Generated.Read(Generated.Seal([.. columns.ToByteArray(), .. times.ToByteArray(), .. rest.ToByteArray()])));
    }

    [Fact]
    public void TryRead_UnpackedFields_GivesTheSame()
    {
        // As a proto2 encoder or one with [packed = false] writes repeated numbers: a tag before each.
        var envelope = Generated.Batch().ToByteArray();
        byte[] deltas = [0x08, 10, 0x08, 20, 0x08, 5];
        byte[] integers = [0x08, .. Varint(ulong.MaxValue), 0x0A, 1, 0, 0x08, .. Varint(ulong.MaxValue - 1)];
        byte[] doubles = [0x09, .. BitConverter.GetBytes(1.5), 0x0A, 16, .. BitConverter.GetBytes(-0.0), .. BitConverter.GetBytes(double.NaN)];
        byte[] booleans = [0x08, 1, 0x08, 0, 0x08, 1];
        byte[] texts = new Wire.TextValues { Values = { "PARK", "", "äöü €" } }.ToByteArray();
        byte[] body =
        [
            .. envelope, .. Message(6, Message(1, deltas)), .. Message(7, [0x08, 1, .. Message(3, doubles)]), .. Message(7, [0x08, 2, .. Message(4, integers)]),
            .. Message(7, [0x08, 3, .. Message(5, booleans)]), .. Message(7, [0x08, 4, .. Message(6, texts)]),
        ];
        Generated.AssertPlainBatch(Generated.Read(Generated.Seal(body)));
    }

    [Fact]
    public void TryRead_UnknownFields_AreSkipped()
    {
        byte[] unknown = [0xA0, 0x06, 0x96, 0x01, 0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xA2, 0x06, 2, 0xFF, 0xFF, 0xA5, 0x06, 1, 2, 3, 4];
        var batch = Generated.PlainBatch();
        batch.MergeFrom(unknown);
        batch.Clock.MergeFrom(unknown);
        batch.Times[0].MergeFrom(unknown);
        batch.Times[0].Plain.MergeFrom(unknown);
        foreach (var column in batch.Columns)
            column.MergeFrom(unknown);
        batch.Columns[0].Doubles.MergeFrom(unknown);
        batch.Columns[3].Texts.MergeFrom(unknown);
        // Unknown fields have higher numbers than the check sum: generated code that keeps them would write them behind it.
        Generated.AssertPlainBatch(Generated.Read(batch.Payload()));
    }

    [Fact]
    public void TryRead_EncodedColumnsInGeneratedMessages_GivesTheirValues()
    {
        var batch = Generated.Batch();
        batch.Times.Add(new Wire.TimeBase { Encoded = ByteString.CopyFrom(Column.EncodeTimes([7, 8, 9])) });
        batch.Columns.Add(new Wire.Column { Signal = 9, Encoded = ByteString.CopyFrom(Column.Encode(Values.Of(new[] { 0.1, 0.2, 0.3 }))) });
        var view = Generated.Read(batch.Payload());
        Assert.Equal(new BatchColumn(9, 0, 3, SignalType.Double, true), view.Columns[0] with { Values = default });
        Assert.Equal([7L, 8, 9], view.Decode(0).Times.ToArray());
        Assert.Equal([0.1, 0.2, 0.3], Generated.Items<double>(view, 0));
    }

    [Fact]
    public void Decode_ColumnsOfOneTimeBase_ShareItsTimes()
    {
        var view = Generated.Read(Generated.PlainBatch().Payload());
        Assert.Equal(view.Decode(0).Times, view.Decode(3).Times);
    }

    [Fact]
    public void Decode_EncodedBytesThatBreakBehindTheirHeader_Throws()
    {
        var batch = Generated.PlainBatch();
        batch.Times.Add(new Wire.TimeBase { Encoded = ByteString.CopyFrom([0x10, 3, 0xFF]) });
        batch.Columns.Add(new Wire.Column { Signal = 9, TimeBase = 1, Encoded = ByteString.CopyFrom([0x12, 3, 0xFF]) });
        var view = Generated.Read(batch.Payload());
        Assert.Throws<ColumnFormatException>(() => view.Decode(4));
        Assert.Throws<ColumnFormatException>(() => view.DecodeTimes(1));
    }

    [Fact]
    public void TryRead_EmptyBatch_IsABatch()
    {
        var view = Generated.Read(Generated.Batch().Payload());
        Assert.Equal((0, 0), (view.Columns.Count, view.SampleCount));
    }

    private static byte[] Message(int field, byte[] bytes) => [(byte)((field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Varint(ulong value)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            output.WriteUInt64(value);
        return stream.ToArray();
    }
}
