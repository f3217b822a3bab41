using AutoValley.Edge.Sources.Monr;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Monr;

public sealed class MonrMessageTests
{
    [Fact]
    public void Of_CheckValue_IsXmodems() => Assert.Equal(0x31C3, Crc16.Of("123456789"u8));

    [Fact]
    public void Read_ForeignVector_SaysWhatItsTestsSay()
    {
        Assert.Equal(60, MonrPacket.Vector.Length);
        Assert.Equal(MonrOutcome.Taken, MonrMessage.Read(MonrPacket.Vector, out var message, out var used));
        Assert.Equal((60, 0x1234u, 1_762_240_000u), (used, message.Transmitter, message.QuarterMilliseconds));
        Assert.Equal((1_000, -2_000, 3_000, 2_291), (message.X, message.Y, message.Z, message.Yaw));
        Assert.Equal((100, 200, 1_000, 2_000), (message.LongitudinalSpeed, message.LateralSpeed, message.LongitudinalAcceleration, message.LateralAcceleration));
        Assert.Equal((0, 4, 1, 0x6B, 0xBEEF), (message.DriveDirection, message.State, message.ReadyToArm, message.Errors, message.ErrorCode));
        // 30,000 s earlier, as there: only the week is taken from it.
        Assert.Equal(1_651_198_942 * UnixTime.NanosPerSecond, GpsWeekTime.Nearest(message.QuarterMilliseconds, 1_651_168_942 * UnixTime.NanosPerSecond, 18));
    }

    [Fact]
    public void Read_UnknownValueBeforeAndAnotherMessageBehind_SkipsAndStops()
    {
        byte[] packet = [.. new MonrPacket { X = 5, Before = [0x34, 0x12, 3, 0, 9, 9, 9] }.ToBytes(), .. MonrPacket.Vector];
        Assert.Equal(MonrOutcome.Taken, MonrMessage.Read(packet, out var message, out var used));
        Assert.Equal((5, packet.Length - 60), (message.X, used));
    }

    [Theory]
    [InlineData(0, 0x7E, MonrOutcome.NoSync)]
    [InlineData(2, 0x29, MonrOutcome.Truncated)]
    [InlineData(5, 0x80, MonrOutcome.Truncated)]
    [InlineData(22, 1, MonrOutcome.WrongChecksum)]
    [InlineData(58, 0x34, MonrOutcome.WrongChecksum)]
    public void Read_OneByteWrong_SaysWhich(int at, byte value, object expected)
    {
        var packet = MonrPacket.Vector.ToArray();
        packet[at] = value;
        Assert.Equal((MonrOutcome)expected, MonrMessage.Read(packet, out _, out _));
    }

    [Theory]
    [InlineData(6, 3, MonrOutcome.UnknownVersion)]
    [InlineData(6, 0x82, MonrOutcome.Taken)]
    [InlineData(16, 5, MonrOutcome.OtherKind)]
    [InlineData(18, 0x81, MonrOutcome.Malformed)]
    [InlineData(20, 0x23, MonrOutcome.Malformed)]
    [InlineData(20, 0x25, MonrOutcome.Malformed)]
    public void Read_WithoutChecksum_LooksAtTheRest(int at, byte value, object expected)
    {
        var packet = MonrPacket.Vector.ToArray();
        (packet[at], packet[58], packet[59]) = (value, 0, 0);
        Assert.Equal((MonrOutcome)expected, MonrMessage.Read(packet, out _, out _));
    }

    [Fact]
    public void Read_EveryPrefix_IsTruncated()
    {
        for (var length = 1; length < 60; length++)
            Assert.Equal(MonrOutcome.Truncated, MonrMessage.Read(MonrPacket.Vector.AsSpan(0, length), out _, out _));
    }

    [Theory]
    // The week begins at 2026-02-28T23:59:42Z, 18 s before Sunday in UTC.
    [InlineData(1_772_323_181, 1_772_323_183)]
    [InlineData(1_772_323_183, 1_772_323_181)]
    [InlineData(1_772_323_195, 1_772_323_195)]
    [InlineData(1_772_323_182, 1_772_323_182 + (3 * 86_400))]
    [InlineData(1_772_323_182, 1_772_323_182 - (3 * 86_400))]
    public void Nearest_BothSidesOfTheWeek_IsTheTimeMeant(long meant, long received)
    {
        var ofWeek = (meant - 315_964_800 + 18) % 604_800;
        Assert.Equal(meant * UnixTime.NanosPerSecond, GpsWeekTime.Nearest((uint)(ofWeek * 4_000), received * UnixTime.NanosPerSecond, 18));
    }

    [Theory]
    [InlineData(2_419_199_999, true)]
    [InlineData(2_419_200_000, false)]
    [InlineData(uint.MaxValue, false)]
    public void IsTime_EndOfTheWeek_IsTheLimit(uint quarters, bool expected) => Assert.Equal(expected, GpsWeekTime.IsTime(quarters));
}
