using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Tests.Columns;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class RefusedBatchTests
{
    private static readonly byte[] Good = Generated.PlainBatch().Payload();

    [Fact]
    public void TryRead_NoBytes_MissesTheChecksum() => AssertRefused(BatchError.ChecksumMissing, "crc32c", []);

    [Fact]
    public void TryRead_WithoutChecksum_SaysSo() => AssertRefused(BatchError.ChecksumMissing, "the last field is not crc32c", Good[..^5]);

    [Fact]
    public void TryRead_AnyFlippedBit_IsRefused()
    {
        for (var bit = 0; bit < Good.Length * 8; bit++)
        {
            var flipped = Good.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = BatchView.TryRead(flipped, BatchLimits.Default, out var view, out _);
            Assert.Equal(bit / 8 == Good.Length - 5 ? BatchError.ChecksumMissing : BatchError.Checksum, error);
            Assert.Null(view);
        }
    }

    [Fact]
    public void TryRead_AFieldBehindTheChecksum_IsRefused() =>
        AssertRefused(BatchError.Malformed, "crc32c is not the last field", Generated.Seal([.. Good, 0x10, 7]));

    [Fact]
    public void TryRead_NoProtobuf_NamesTheByte() => AssertRefused(BatchError.Malformed, "byte 3", Generated.Seal([0x10, 1, 0x07]));

    [Theory]
    [InlineData("0F", "field of wire type 7")]
    [InlineData("00", "field 0")]
    [InlineData("1301", "group")]
    [InlineData("10", "no value")]
    [InlineData("10FFFFFFFFFFFFFFFFFFFF01", "long varint")]
    [InlineData("190102", "short fixed64")]
    [InlineData("0A05", "short bytes")]
    [InlineData("0AFFFFFFFF0F", "bytes without end")]
    [InlineData("0801", "session as a number")]
    public void TryRead_BrokenField_IsMalformed(string hexadecimal, string _) =>
        AssertRefused(BatchError.Malformed, "byte", Generated.Seal([.. Generated.PlainBatch().ToByteArray(), .. Convert.FromHexString(hexadecimal)]));

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void TryRead_SessionOfAnotherLength_IsRefused(int length) =>
        AssertRefused(BatchError.Session, $"session is {length} bytes", batch => batch.Session = ByteString.CopyFrom(new byte[length]));

    [Fact]
    public void TryRead_SequenceZero_IsRefused() => AssertRefused(BatchError.Sequence, "sequence is 0", batch => batch.Sequence = 0);

    [Fact]
    public void TryRead_SignalZero_IsRefused() => AssertRefused(BatchError.Signal, "column 1: signal 0", batch => batch.Columns[1].Signal = 0);

    [Theory]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void TryRead_TimeBaseThatIsNotThere_IsRefused(uint timeBase) =>
        AssertRefused(BatchError.TimeBase, "column 2: time base", batch => batch.Columns[2].TimeBase = timeBase);

    [Fact]
    public void TryRead_AnotherNumberOfValuesThanTimes_IsRefused() =>
        AssertRefused(BatchError.Count, "column 0: count 4 for 3 times", batch => batch.Columns[0].Doubles.Values.Add(1));

    [Fact]
    public void TryRead_AnotherEncodedCountThanTimes_IsRefused() => AssertRefused(
        BatchError.Count, "column 0: count 2 for 3 times", batch => batch.Columns[0].Encoded = ByteString.CopyFrom(Column.Encode(Values.Of(new long[2]))));

    [Fact]
    public void TryRead_NoValues_IsRefused() =>
        AssertRefused(BatchError.Malformed, "column 3: values given 0 times", batch => batch.Columns[3].ClearValues());

    [Fact]
    public void TryRead_ValuesTwice_IsRefused()
    {
        var twice = Generated.PlainBatch().Columns[0].ToByteArray().Concat(new Wire.Column { Booleans = new() }.ToByteArray()).ToArray();
        byte[] body = [.. Generated.Batch().ToByteArray(), 0x3A, (byte)twice.Length, .. twice];
        AssertRefused(BatchError.Malformed, "column 0: values given 2 times", Generated.Seal(body));
    }

    [Fact]
    public void TryRead_NoTimes_IsRefused() => AssertRefused(BatchError.Malformed, "time base 0: times given 0 times", batch => batch.Times[0].ClearTimes());

    [Fact]
    public void TryRead_EncodedTimesAsValues_AreRefused() => AssertRefused(
        BatchError.Encoding, "column 0", batch => batch.Columns[0].Encoded = ByteString.CopyFrom(Column.EncodeTimes([1, 2, 3])));

    [Fact]
    public void TryRead_EncodedValuesAsTimes_AreRefused() => AssertRefused(
        BatchError.Encoding, "time base 0", batch => batch.Times[0].Encoded = ByteString.CopyFrom(Column.Encode(Values.Of(new long[3]))));

    [Fact]
    public void TryRead_EncodedBytesWithoutHeader_AreRefused() =>
        AssertRefused(BatchError.Encoding, "column 0", batch => batch.Columns[0].Encoded = ByteString.CopyFrom([0x99, 3]));

    [Theory]
    [InlineData("0A0480808080", 4)]
    [InlineData("0A0BFFFFFFFFFFFFFFFFFFFF01", 4)]
    [InlineData("0A07FFFFFFFFFFFFFF", 3)]
    [InlineData("0A02C328", 6)]
    public void TryRead_BrokenPlainValues_AreRefused(string message, byte field)
    {
        var values = Convert.FromHexString(message);
        byte[] column = [0x08, 1, (byte)((field << 3) | 2), (byte)values.Length, .. values];
        byte[] body = [.. Generated.Batch().ToByteArray(), 0x3A, (byte)column.Length, .. column];
        AssertRefused(BatchError.Malformed, "column 0: no plain", Generated.Seal(body));
    }

    [Fact]
    public void TryRead_BeyondALimit_IsRefusedByName()
    {
        AssertLimit($"{Good.Length} bytes, at most {Good.Length - 1}", new BatchLimits { MaximumBytes = Good.Length - 1 });
        AssertLimit("more than 3 columns", new BatchLimits { MaximumColumns = 3 });
        AssertLimit("12 samples, at most 11", new BatchLimits { MaximumSamples = 11 });
        AssertLimit("3 times, at most 2", new BatchLimits { MaximumSamples = 2 });
        AssertLimit("14 bytes of text", new BatchLimits { MaximumTextBytes = 13 });
        var exact = new BatchLimits { MaximumBytes = Good.Length, MaximumColumns = 4, MaximumSamples = 12, MaximumTextBytes = 14 };
        Assert.Equal(BatchError.None, BatchView.TryRead(Good, exact, out _, out _));
    }

    [Fact]
    public void TryRead_EncodedTextBeyondTheLimit_IsRefused() => AssertRefused(
        BatchError.Limit,
        "column 3: 6000000 bytes of text",
        batch => batch.Columns[3].Encoded = ByteString.CopyFrom(Column.Encode(Values.Of(Enumerable.Repeat(new string('x', 2_000_000), 3).ToArray()))));

    [Fact]
    public void ToReason_EachError_IsOneWord() => Assert.All(
        Enum.GetValues<BatchError>(), error => Assert.Matches("^[a-z_]+$", error.ToReason()));

    private static void AssertLimit(string detail, BatchLimits limits)
    {
        Assert.Equal(BatchError.Limit, BatchView.TryRead(Good, limits, out var view, out var told));
        Assert.Null(view);
        Assert.Contains(detail, told, StringComparison.Ordinal);
    }

    private static void AssertRefused(BatchError error, string detail, Action<Wire.Batch> change)
    {
        var batch = Generated.PlainBatch();
        change(batch);
        AssertRefused(error, detail, batch.Payload());
    }

    private static void AssertRefused(BatchError error, string detail, byte[] payload)
    {
        var refused = BatchView.TryRead(payload, BatchLimits.Default, out var view, out var told);
        Assert.Equal(error, refused);
        Assert.Null(view);
        Assert.Contains(detail, told, StringComparison.Ordinal);
    }
}
