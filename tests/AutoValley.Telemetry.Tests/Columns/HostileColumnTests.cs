using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

public sealed class HostileColumnTests
{
    private const int MaximumCount = 2000;
    private const int MaximumTextBytes = 20_000;

    // What a refused decode may allocate beside the result: the exception, its message and stack trace.
    private const int Overhead = 64 * 1024;

    [Theory]
    [InlineData("", "no header")]
    [InlineData("15010000", "no header")]
    [InlineData("21010000", "no header")]
    [InlineData("10FFFFFFFFFFFFFFFFFFFFFF01", "no header")]
    [InlineData("10FFFFFFFF0F", "no header")]
    [InlineData("1001", "ends too early")]
    [InlineData("100100FFFFFFFFFFFFFFFFFFFF01", "longer than 10 bytes")]
    [InlineData("10010000FF", "1 bytes after the column")]
    [InlineData("10010600", "encoding 6 for 1 integers")]
    [InlineData("1001030000", "encoding DeltaDelta for 1 integers")]
    [InlineData("120101004100", "fields of 65 bits")]
    [InlineData("12020100C0080000", "the extra byte is 8")]
    [InlineData("1202010081040100", "coded fields with a width or exceptions")]
    [InlineData("1202010080060100", "coded fields with a width or exceptions")]
    [InlineData("12020100800400", "0 coded bytes")]
    [InlineData("120201008004D100", "81 coded bytes, not 1 to 80")]
    [InlineData("1202010080040300", "3 bytes expected, 1 left")]
    [InlineData("12020100800403140000", "no table of frequencies")]
    [InlineData("120201008004021500", "no table of frequencies")]
    [InlineData("12020100800403A5FFFF", "no table of frequencies")]
    [InlineData("11010C00000000", "a scale of 0")]
    [InlineData("11010C01130000", "the places is 19")]
    [InlineData("11010C81808080808080100000", "a scale of 9007199254740993")]
    [InlineData("1202010080020300", "3 exceptions")]
    [InlineData("1202010080020141", "exceptions' width is 65")]
    [InlineData("12020100800201010200", "1 bytes expected, 0 left")]
    [InlineData("1202010080020101030001", "an exception at 3 of 2")]
    [InlineData("1202010040000000", "16 bytes expected, 3 left")]
    [InlineData("120205000000", "0 runs")]
    [InlineData("120205030000", "3 runs")]
    [InlineData("1202050105", "encoding Runs for 1 integers")]
    [InlineData("12020501000A0600", "a run of 3 where 2 values are left")]
    [InlineData("12020501000A0000", "a run of 0 where 2 values are left")]
    [InlineData("12020501000A0200", "1 values are in no run")]
    [InlineData("11010000", "encoding Constant for doubles")]
    [InlineData("110109BE0000", "the decimal pair is 190")]
    [InlineData("11010B400000", "the shift is 64")]
    [InlineData("11010800", "8 bytes expected, 1 left")]
    [InlineData("130115", "encoding 21 for booleans")]
    [InlineData("13091201", "2 bytes expected, 1 left")]
    [InlineData("130213010200", "1 values are in no run")]
    [InlineData("140101", "ends too early")]
    [InlineData("14010100", "encoding Constant for texts")]
    [InlineData("140101180002FF", "not UTF-8")]
    [InlineData("140102180002" + "61", "not as long as the header says")]
    [InlineData("14010018000261", "not as long as the header says")]
    [InlineData("140101180001", "a text of -1 bytes")]
    [InlineData("140102180006" + "61", "3 bytes expected, 1 left")]
    [InlineData("1402021903", "3 dictionary entries")]
    [InlineData("140202190100" + "0261" + "0002", "text 1 of 1")]
    public void Decode_HostileBytes_IsRefusedWithItsReason(string hexadecimal, string reason)
    {
        var column = Convert.FromHexString(hexadecimal);
        var refused = Assert.Throws<ColumnFormatException>(() => Decode(column));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_AColumnOfTheOtherSort_IsRefused()
    {
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.Decode(Column.EncodeTimes([1, 2]), 2));
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.DecodeTimes(Column.Encode(Values.Of(new long[] { 1, 2 })), 2));
    }

    [Fact]
    public void Decode_MoreThanTheMaximum_IsRefusedBeforeItAllocates()
    {
        var column = Column.Encode(Values.Of(new bool[1_000_000]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<ColumnFormatException>(() => ColumnCodec.Decode(column, 999_999));
        Assert.Contains("1000000 values, at most 999999", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Overhead);
    }

    [Fact]
    public void Decode_AFewBytesThatStandForMuchText_AreRefused()
    {
        var column = Column.Encode(Values.Of(Enumerable.Repeat(new string('x', 1000), 1000).ToArray()));
        Assert.InRange(column.Length, 1000, 1100);
        Assert.Equal(1_000_000, ColumnCodec.ReadHeader(column).TextBytes);
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.Decode(column, 1000, 999_999));
        Assert.Equal(1000, ColumnCodec.Decode(column, 1000, 1_000_000).Count);
    }

    [Fact]
    public void Decode_EveryPrefixOfAColumn_IsRefused()
    {
        foreach (var column in Corpus(33).Concat(Corpus(70)))
        {
            for (var length = 0; length < column.Length; length++)
                Assert.False(TryDecode(column[..length]));
        }
    }

    [Fact]
    public void Decode_MutatedColumns_GivesValuesOrTheOneError()
    {
        byte[][] corpus = [.. Corpus(1), .. Corpus(10), .. Corpus(40), .. Corpus(200), .. Corpus(1030)];
        var random = new Random(20261123);
        var accepted = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var mutant = Mutation.Of(corpus[random.Next(corpus.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            accepted += TryDecode(mutant) ? 1 : 0;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.InRange(allocated, 0, (MaximumCount * 2 * sizeof(long)) + (mutant.Length * 16) + (2 * MaximumTextBytes) + Overhead);
        }
        // Both outcomes are met, or the test tests nothing.
        Assert.InRange(accepted, 1_000, 99_000);
    }

    private static IEnumerable<byte[]> Corpus(int length) =>
    [
        .. Column.Efforts.SelectMany(effort => Shapes.Times(length, 1).Select(shape => Column.EncodeTimes(shape.Values, effort))),
        .. Column.Efforts.SelectMany(effort => Shapes.Doubles(length, 1).Select(shape => Column.Encode(Values.Of(shape.Values), effort))),
        .. Column.Efforts.SelectMany(effort => Shapes.Integers(length, 1).Select(shape => Column.Encode(Values.Of(shape.Values), effort))),
        .. Shapes.Booleans(length, 1).Select(shape => Column.Encode(Values.Of(shape.Values))),
        .. Shapes.Texts(length, 1).Select(shape => Column.Encode(Values.Of(shape.Values))),
    ];

    private static int Decode(byte[] column) => ColumnCodec.TryReadHeader(column, out var header) && header.Kind == ColumnKind.Times
        ? ColumnCodec.DecodeTimes(column, MaximumCount).Length
        : ColumnCodec.Decode(column, MaximumCount, MaximumTextBytes).Count;

    private static bool TryDecode(byte[] column)
    {
        try
        {
            var count = Decode(column);
            Assert.Equal(ColumnCodec.ReadHeader(column).Count, count);
            return true;
        }
        catch (ColumnFormatException refused)
        {
            Assert.NotEqual("", refused.Message);
            return false;
        }
    }
}
