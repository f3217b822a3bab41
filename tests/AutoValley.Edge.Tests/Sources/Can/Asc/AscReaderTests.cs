using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Asc;

namespace AutoValley.Edge.Tests.Sources.Can.Asc;

public sealed class AscReaderTests
{
    private const string Head = "date Thu Jan 1 00:00:01 1970\nbase hex  timestamps absolute\n";
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("0.5 1  260  Rx  d 3 0a FF 10", Second * 3 / 2, "can0", 0x260u, false, CanFrameKind.Data, "0AFF10")]
    [InlineData("0.5 2  18FEF100x  Tx   d 2 01 02  Length = 0 BitCount = 64 ID = 418 x", Second * 3 / 2, "can1", 0x18FEF100u, true, CanFrameKind.Data, "0102")]
    [InlineData("0.5 1  7FF  Rx  r", Second * 3 / 2, "can0", 0x7FFu, false, CanFrameKind.Remote, "")]
    [InlineData("0.5 1  7FF  Rx  r 8", Second * 3 / 2, "can0", 0x7FFu, false, CanFrameKind.Remote, "")]
    [InlineData("0.5 1  ErrorFrame	Flags = 0x2", Second * 3 / 2, "can0", 0u, false, CanFrameKind.Error, "")]
    [InlineData("0.5 1  260  Rx  d F 0 1 2 3 4 5 6 7", Second * 3 / 2, "can0", 0x260u, false, CanFrameKind.Data, "0001020304050607")]
    [InlineData("0.5 CANFD 2 Rx 260 1 0 9 12 00 01 02 03 04 05 06 07 08 09 0A 0B 100 130", Second * 3 / 2, "can1", 0x260u, false, CanFrameKind.Data, "000102030405060708090A0B")]
    [InlineData("0.5 CANFD 1 Tx 1abcdx  Engine 0 0 1 1 ff", Second * 3 / 2, "can0", 0x1abcdu, true, CanFrameKind.Data, "FF")]
    [InlineData("0.5 CANFD 1 Rx ErrorFrame", Second * 3 / 2, "can0", 0u, false, CanFrameKind.Error, "")]
    public void Read_Frame_IsFilled(string line, long time, string bus, uint id, bool isExtended, CanFrameKind kind, string data)
    {
        using var reader = Reader(Head + "0.1 Start of measurement\n0.2 1 Statistic: D 0 R 0\n0.3 LIN 1\n" + line + "\nEnd TriggerBlock\n");
        Assert.True(reader.Read());
        var frame = reader.Frame;
        Assert.Equal((time, bus, id, isExtended, kind), (frame.Time, frame.Bus, frame.Id, frame.IsExtended, frame.Kind));
        Assert.Equal(data, Convert.ToHexString(frame.Data));
        Assert.False(reader.Read());
        Assert.Equal("other lines: 3", reader.LeftOut);
    }

    [Fact]
    public void Read_DecimalAndRelative_CountsFromTheLineBefore()
    {
        using var reader = Reader("date Thu Jan 1 00:00:01 1970\nbase dec  timestamps relative\n0.5 1 100 Rx d 1 255\n0.25 Other\n0.25 1 100 Rx d 1 16\n");
        Assert.True(reader.Read());
        Assert.Equal((Second * 3 / 2, 100u, "FF"), (reader.Frame.Time, reader.Frame.Id, Convert.ToHexString(reader.Frame.Data)));
        Assert.True(reader.Read());
        Assert.Equal(Second * 2, reader.Frame.Time);
    }

    [Theory]
    [InlineData("0.5 1  260  Rx  d 3 0a FF")]
    [InlineData("0.5 1  260  Rx  d 3 0a FF 1FF")]
    [InlineData("0.5 1  260  Rx  x 3 0a FF 1F")]
    [InlineData("0.5 0  260  Rx  d 0")]
    [InlineData("0.5 CANFD 1 Rx 260 1 0 9 65 00")]
    [InlineData("0.5 CANFD 1 Rx 260 x y 9 1 00")]
    public void Read_BrokenFrame_NamesFileAndLine(string line)
    {
        using var reader = Reader(Head + line);
        Assert.Equal(
            "log:3: this frame is cut off or has values that no CAN frame has", Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    [Theory]
    [InlineData("Thu Aug 02 04:14:48.230 PM 2018", 1_533_226_488_230_000_000)]
    [InlineData("Thu Aug 02 12:00:00 AM 2018", 1_533_168_000_000_000_000)]
    [InlineData("Don Mai 10 13:11:12 2018", 1_525_957_872_000_000_000)]
    [InlineData("Mon Dez 31 23:59:59 2018", 1_546_300_799_000_000_000)]
    [InlineData("Thu Aug 02 13:14:48 PM 2018", null)]
    [InlineData("Thu Feb 30 00:00:00 2018", null)]
    [InlineData("Thu Xyz 02 00:00:00 2018", null)]
    [InlineData("today", null)]
    public void Parse_Date_IsUtc(string text, long? nanos) => Assert.Equal(nanos, AscDate.Parse(text));

    [Fact]
    public void Read_WithoutDate_SaysSo()
    {
        using var reader = Reader("base hex  timestamps absolute\n0.5 1 100 Rx d 0\n");
        Assert.Equal("log:2: a frame comes before any date", Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    private static AscReader Reader(string text) => AscReader.Over("log", new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
