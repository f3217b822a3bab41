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
        var ranges = Enumerable.Range(1, WatermarkCodec.MaximumRanges + 1).Select(index => new SequenceRange((ulong)index * 2, (ulong)index * 2)).ToArray();
        Assert.True(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, ranges[..^1]), out _, out _));
        Assert.False(WatermarkCodec.TryRead(WatermarkCodec.Write(Generated.Session, ranges), out _, out _));
    }

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
