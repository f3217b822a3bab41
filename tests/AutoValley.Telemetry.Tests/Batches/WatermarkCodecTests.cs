using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class WatermarkCodecTests
{
    private static readonly SequenceRange[] Durable = [new(1, 17), new(19, 19), new(300, ulong.MaxValue)];

    [Fact]
    public void TryRead_WhatWriteWrote_GivesItBack()
    {
        Assert.True(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, Durable), out var session, out var durable));
        Assert.Equal(Generated.Session, session);
        Assert.Equal(Durable, durable);
    }

    [Fact]
    public void Write_NothingDurableYet_IsAWatermark()
    {
        Assert.True(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, []), out _, out var durable));
        Assert.Empty(durable);
    }

    [Fact]
    public void Write_ReadByGeneratedCode_SaysTheSame()
    {
        var payload = WatermarkCodec.Write(Generated.Session, Durable);
        var watermark = Wire.Watermark.Parser.ParseFrom(payload);
        Assert.Equal(Generated.Session.ToByteArray(), watermark.Session.ToByteArray());
        Assert.Equal(Durable, watermark.Durable.Select(range => new SequenceRange(range.First, range.Last)));
        Assert.Equal(watermark.ToByteArray(), payload);
    }

    [Theory]
    [InlineData(0, 5, 7, 8)]
    [InlineData(5, 4, 7, 8)]
    [InlineData(1, 5, 6, 8)]
    [InlineData(1, 5, 5, 8)]
    [InlineData(10, 12, 1, 2)]
    public void TryRead_RangesThatAreNotMerged_IsRefused(ulong first, ulong last, ulong second, ulong end) =>
        Assert.False(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, [new(first, last), new(second, end)]), out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("0A0101")]
    [InlineData("0A")]
    [InlineData("12020801")]
    public void TryRead_HostileBytes_IsRefused(string hexadecimal) => Assert.False(WatermarkCodec.TryRead(Convert.FromHexString(hexadecimal), out _, out _));

    [Fact]
    public void TryRead_MoreRangesThanAllowed_IsRefused()
    {
        // One range more, which Write would leave out: field 2, its length, first and last.
        var payload = WatermarkCodec.Write(Generated.Session, Holes(WatermarkCodec.MaximumRanges));
        Assert.True(WatermarkCodec.TryRead(payload, out _, out _));
        Assert.False(WatermarkCodec.TryRead([.. payload, 0x12, 0x0C, 0x08, 0x80, 0x80, 0x80, 0x80, 0x01, 0x10, 0x80, 0x80, 0x80, 0x80, 0x01], out _, out _));
    }

    [Fact]
    public void Write_MoreRangesThanAllowed_GivesTheNewestThatAReaderTakes()
    {
        var durable = Holes(WatermarkCodec.MaximumRanges + 3);
        Assert.True(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, durable), out _, out var read));
        Assert.Equal(durable.Skip(3), read);
    }

    // Every second batch.
    private static SequenceRange[] Holes(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new SequenceRange((ulong)number * 2, (ulong)number * 2))];

    [Fact]
    public void TryRead_MutatedWatermarks_NeverThrows()
    {
        var good = WatermarkCodec.Write(Generated.Session, Durable);
        var random = new Random(4);
        for (var round = 0; round < 20_000; round++)
        {
            if (WatermarkCodec.TryRead(Mutation.Of(good, random), out _, out var durable))
                Assert.All(durable, range => Assert.True(range.First > 0 && range.First <= range.Last));
        }
    }
}
