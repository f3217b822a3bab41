using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

public sealed class J1939TransportTests
{
    private const long Millisecond = 1_000_000;
    private const string Truck = "can/truck-j1939-11111111";
    private const uint Dm1 = 0xFECA;

    // From address 0 to all; from 0 to 0x21 and back.
    private const uint ToAll = 0x1CEC_FF00, PacketToAll = 0x1CEB_FF00;
    private const uint To21 = 0x1CEC_2100, PacketTo21 = 0x1CEB_2100, From21 = 0x1CEC_0021;

    private readonly CanStatistics statistics = new();
    private readonly J1939Transport transport;
    private long now = 1;

    public J1939TransportTests() => transport = new J1939Transport(group => group is Dm1 or 0xEF00, statistics);

    [SharedDataTheory(Truck)]
    [InlineData("candump.log.gz")]
    [InlineData("mf4")]
    public async Task Truck_Broadcasts_AreJoined(string format)
    {
        const string database = """
            BO_ 2566834942 DM1: 18 X
             SG_ lamps : 0|8@1+ (1,0) [0|0] "" X
             SG_ flash : 8|8@1+ (1,0) [0|0] "" X
             SG_ last : 136|8@1+ (1,0) [0|0] "" X
            BO_ 2566841342 EC1: 39 X
             SG_ first : 0|8@1+ (1,0) [0|0] "" X
             SG_ late : 280|8@1+ (1,0) [0|0] "" X
             SG_ last : 304|8@1+ (1,0) [0|0] "" X
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","J1939PG";
            BA_DEF_DEF_ "VFrameFormat" "J1939PG";
            """;
        var bus = new CanBus("can1", DbcFile.Parse("a.dbc", database));
        var (sink, counts) = await CanReference.Decode($"{Truck}/truck.{format}", [bus]);

        // 152 announcements and 531 packets: of the packets that are the last of a message, the message counts.
        Assert.Equal((152, 0, 152 + 531 - 152), (counts.TransportMessages, counts.TransportIncomplete, counts.TransportFrames));
        Assert.Equal(152, counts.FramesDecoded);
        Assert.Equal(127, sink.Samples["CAN.DM1.lamps"].Count);
        Assert.All(sink.Samples["CAN.DM1.lamps"], sample => Assert.Equal(0x43, sample.Value.Integer));
        Assert.All(sink.Samples["CAN.DM1.last"], sample => Assert.Equal(0x03, sample.Value.Integer));
        Assert.Equal((25, 0x50, 0xE0), (sink.Samples["CAN.EC1.late"].Count, sink.Samples["CAN.EC1.first"][0].Value.Integer, sink.Samples["CAN.EC1.late"][0].Value.Integer));
        // 0xFF all the time: the truck has no value.
        Assert.False(sink.Samples.ContainsKey("CAN.DM1.flash") || sink.Samples.ContainsKey("CAN.EC1.last"));
        Assert.Equal(127 + 25, counts.SignalsNotAvailable);
    }

    [Fact]
    public void TryAdd_Broadcast_GivesTheMessageWithItsLastPacket()
    {
        Assert.True(Add(ToAll, "20 0A00 02 FF CAFE00", out _));
        Assert.True(Add(PacketToAll, "01 01020304050607", out var message));
        Assert.Null(message);
        now += 200 * Millisecond;
        Assert.True(Add(PacketToAll, "02 08090AFFFFFFFF", out message));
        Assert.Equal((0x1CFE_CA00u, true, "can1", now), (message!.Id, message.IsExtended, message.Bus, message.Time));
        Assert.Equal("0102030405060708090A", Convert.ToHexString(message.Data));
        Assert.Equal((1, 0), (statistics.TransportMessages, statistics.TransportIncomplete));
        Assert.False(Add(PacketToAll, "03 08090AFFFFFFFF", out _));
    }

    [Fact]
    public void TryAdd_ToAnAddress_KeepsBothAddressesAndWaitsForWhatIsSentAgain()
    {
        Assert.True(Add(To21, "10 0A00 02 FF 00EF00", out _));
        Assert.True(Add(From21, "11 02 01 FFFF 00EF00", out _));
        // Packet 1 was not heard by anybody: the receiver asks again.
        Assert.True(Add(PacketTo21, "02 08090AFFFFFFFF", out var message));
        Assert.Null(message);
        Assert.True(Add(From21, "11 02 01 FFFF 00EF00", out _));
        Assert.True(Add(PacketTo21, "01 01020304050607", out _));
        Assert.True(Add(PacketTo21, "01 01020304050607", out _));
        Assert.True(Add(PacketTo21, "02 08090AFFFFFFFF", out message));
        Assert.Equal((0x1CEF_2100u, "0102030405060708090A"), (message!.Id, Convert.ToHexString(message.Data)));
        Assert.False(Add(From21, "13 0A00 02 FF 00EF00", out _));
        Assert.Equal((1, 0), (statistics.TransportMessages, statistics.TransportIncomplete));
    }

    [Fact]
    public void TryAdd_SeveralAtATime_AreKeptApart()
    {
        Add(ToAll, "20 0900 02 FF CAFE00", out _);
        Add(ToAll + 1, "20 0900 02 FF CAFE00", out _);
        Add(To21, "10 0900 02 FF 00EF00", out _);
        Add(PacketToAll, "01 01010101010101", out _);
        Add(PacketToAll + 1, "01 02020202020202", out _);
        Add(PacketTo21, "01 03030303030303", out _);
        foreach (var (id, digit) in new[] { (PacketTo21, "03"), (PacketToAll, "01"), (PacketToAll + 1, "02") })
        {
            Add(id, $"02 {digit}{digit}FFFFFFFFFF", out var message);
            Assert.Equal(string.Concat(Enumerable.Repeat(digit, 9)), Convert.ToHexString(message!.Data));
        }
        Assert.Equal((3, 0), (statistics.TransportMessages, statistics.TransportIncomplete));
    }

    [Theory]
    [InlineData("02 08090AFFFFFFFF", 50)] // the first one is missing
    [InlineData("01 01020304050607", 1_251)] // late
    [InlineData("01 01020304050607", -2)] // earlier than the announcement
    public void TryAdd_BroadcastWithAHole_IsCountedAndLeftOut(string packet, int milliseconds)
    {
        Add(ToAll, "20 0A00 02 FF CAFE00", out _);
        now += milliseconds * Millisecond;
        Assert.True(Add(PacketToAll, packet, out var message));
        Assert.Null(message);
        Assert.False(Add(PacketToAll, "02 08090AFFFFFFFF", out _));
        Assert.Equal((0, 1), (statistics.TransportMessages, statistics.TransportIncomplete));
    }

    [Theory]
    [InlineData("20 0800 02 FF CAFE00")] // fits in one frame
    [InlineData("20 0A00 03 FF CAFE00")] // three packets for ten bytes
    [InlineData("20 FA06 FF FF CAFE00")] // 1,786 bytes
    public void TryAdd_AnnouncementThatCannotBe_IsCounted(string announcement)
    {
        Assert.True(Add(ToAll, announcement, out _));
        Assert.Equal(1, statistics.TransportIncomplete);
        Assert.False(Add(PacketToAll, "01 01020304050607", out _));
    }

    [Theory]
    [InlineData(ToAll, "20 0A00 02 FF CAFE00")] // announced anew
    [InlineData(To21, "10 0A00 02 FF CBFE00")] // another message, which nobody wants
    [InlineData(To21, "FF 01 FFFFFF CAFE00")] // the sender gives up
    [InlineData(From21, "FF 01 FFFFFF CAFE00")] // the receiver gives up
    [InlineData(From21, "13 0A00 02 FF CAFE00")] // the receiver has all
    public void TryAdd_EndBeforeItIsWhole_IsCounted(uint id, string frame)
    {
        Add(ToAll, "20 0A00 02 FF CAFE00", out _);
        Add(To21, "10 0A00 02 FF CAFE00", out _);
        Add(id, frame, out _);
        Assert.Equal(1, statistics.TransportIncomplete);
    }

    [Fact]
    public void TryAdd_LongestMessage_IsJoined()
    {
        Add(ToAll, "20 F906 FF FF CAFE00", out _);
        CanFrame? message = null;
        for (var packet = 1; packet <= 255; packet++)
            Add(PacketToAll, $"{packet:X2} 01020304050607", out message);
        Assert.Equal((1_785, 7), (message!.Length, (int)message.Data[^1]));
    }

    [Fact]
    public void TryAdd_MoreThanIsKept_LeavesTheOldest()
    {
        for (var source = 0u; source <= J1939Transport.MaximumSessions; source++, now += Millisecond)
            Add(ToAll + source, "20 0900 02 FF CAFE00", out _);
        Assert.Equal(1, statistics.TransportIncomplete);
        Assert.False(Add(PacketToAll, "01 01010101010101", out _));
        Assert.True(Add(PacketToAll + 1, "01 01010101010101", out _));
    }

    [Fact]
    public void TryAdd_WhatNobodyWants_IsLeftToOthers()
    {
        Assert.False(Add(ToAll, "20 0A00 02 FF CBFE00", out _));
        Assert.False(Add(PacketToAll, "01 01020304050607", out _));
        Assert.False(Add(ToAll, "20 0A00 02", out _));
        Assert.False(Add(0x18FECA00, "0102030405060708", out _));
        Assert.Equal(0, statistics.TransportIncomplete);
    }

    private bool Add(uint id, string hex, out CanFrame? message)
    {
        var frame = new CanFrame { Id = id, IsExtended = true, Bus = "can1", Time = now };
        frame.SetData(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        return transport.TryAdd(frame, out message);
    }
}
