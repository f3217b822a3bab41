using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Tests.Sources.Can;

public sealed class J1939Tests
{
    private const string Format = """
        BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
        BA_DEF_DEF_ "VFrameFormat" "J1939PG";
        """;

    [Theory]
    [InlineData(0x0CF00400u, 0xF004u, 0x00)]
    [InlineData(0x18FEF117u, 0xFEF1u, 0x17)]
    [InlineData(0x19FEF117u, 0x1FEF1u, 0x17)]
    // PDU1: the third byte is whom it is for.
    [InlineData(0x18EAFF21u, 0xEA00u, 0x21)]
    [InlineData(0x00EF0B00u, 0xEF00u, 0x00)]
    public void Group_Id_IsWithoutPriorityAndAddresses(uint id, uint group, byte source) =>
        Assert.Equal((group, source), (J1939Id.Group(id), J1939Id.Source(id)));

    [Theory]
    [InlineData(0x0CF00400u, true)]
    [InlineData(0x18F00417u, true)]
    [InlineData(0x0CF00500u, false)]
    [InlineData(0x0DF00400u, false)]
    // PDU1, for whomever.
    [InlineData(0x18EA0021u, true)]
    [InlineData(0x0CEAFF00u, true)]
    [InlineData(0x18EB0021u, false)]
    public void Decode_ExtendedId_IsMatchedByItsGroup(uint id, bool isFound) =>
        Assert.Equal(isFound, new CanDecoder([Bus(Message(0x0CF004FE) + Message(0x18EA00FE, "RQST") + Format)]).Decode(Frame(id)));

    [Fact]
    public void Decode_StandardIdOfAJ1939File_IsMatchedExactly()
    {
        var decoder = new CanDecoder([Bus("BO_ 2024 OBD: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n" + Format)]);
        Assert.False(decoder.Decode(Frame(2024)));
        Assert.True(decoder.Decode(Frame(2024, isExtended: false)));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("BA_ \"ProtocolType\" \"J1939\";", true)]
    [InlineData("BA_DEF_DEF_ \"ProtocolType\" \"J1939\";", true)]
    [InlineData("BA_DEF_DEF_ \"ProtocolType\" \"J1939\"; BA_ \"ProtocolType\" \"CANopen\";", false)]
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"J1939PG\"; BA_ \"VFrameFormat\" BO_ 2364540158 1;", true)]
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"J1939PG\"; BA_ \"VFrameFormat\" BO_ 2364540158 \"J1939PG\";", true)]
    // What is said of the message comes before what is said of all.
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" ENUM \"ExtendedCAN\",\"J1939PG\"; BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\"; BA_ \"VFrameFormat\" BO_ 2364540158 0;", false)]
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" ENUM \"ExtendedCAN\",\"J1939PG\"; BA_DEF_DEF_ \"VFrameFormat\" \"ExtendedCAN\"; BA_ \"ProtocolType\" \"J1939\";", false)]
    [InlineData("BA_DEF_ BO_ \"VFrameFormat\" ENUM \"ExtendedCAN\",\"J1939PG\"; BA_DEF_DEF_ \"VFrameFormat\" \"\"; BA_ \"ProtocolType\" \"J1939\";", true)]
    public void IsJ1939_AttributesOfTheFile_Decide(string attributes, bool expected) =>
        Assert.Equal(expected, Assert.Single(DbcFile.Parse("a.dbc", Message(0x0CF004FE) + attributes).Messages).IsJ1939);

    [Fact]
    public async Task WriteAsync_SeveralSendersOfAGroup_AreSignalsOfTheirOwn()
    {
        var sink = await Decode(Message(0x0CF004FE), 0x0CF00400, 0x0CF00417, 0x18F00400, 0x0CF00417, 0x0CF00421);
        Assert.Equal(["CAN.EEC1.s", "CAN.EEC1-from-17.s", "CAN.EEC1.s", "CAN.EEC1-from-17.s", "CAN.EEC1-from-21.s"], sink.Writes.Select(write => write.Signals));
        Assert.Equal(" (J1939 address 0x00)", sink.Definitions["CAN.EEC1.s"].Description);
        Assert.Equal(" (J1939 address 0x17)", sink.Definitions["CAN.EEC1-from-17.s"].Description);
    }

    [Fact]
    public async Task WriteAsync_SenderThatTheDatabaseNames_HasItsNamesWhoeverIsFirst()
    {
        var sink = await Decode(Message(0x0CF00417), 0x0CF00400, 0x0CF00417);
        Assert.Equal(["CAN.EEC1-from-00.s", "CAN.EEC1.s"], sink.Writes.Select(write => write.Signals));
        sink = await Decode(Message(0x0CF00417, "Second") + Message(0x0CF004FE, "First"), 0x0CF00417, 0x0CF00400, 0x0CF00421);
        Assert.Equal(["CAN.Second.s", "CAN.First.s", "CAN.First-from-21.s"], sink.Writes.Select(write => write.Signals));
    }

    [Fact]
    public void Constructor_NameWithoutRoomForASender_IsRefused()
    {
        var bus = Bus($"BO_ {0x8CF004FE} {new string('m', 124)}: 1 X\n SG_ {new string('s', 124)} : 0|8@1+ (1,0) [0|0] \"\" X\n{Format}");
        Assert.EndsWith("is longer than 256 characters", Assert.Throws<SourceException>(() => new CanDecoder([bus])).Message, StringComparison.Ordinal);
    }

    [Theory]
    // Bits of the signal; the largest raw value that is one, and the least that is none.
    [InlineData(1, 1, null)]
    [InlineData(2, 1, 2L)]
    [InlineData(3, 6, 7L)]
    [InlineData(4, 14, 15L)]
    [InlineData(8, 0xFD, 0xFEL)]
    [InlineData(10, 0x3F7, 0x3F8L)]
    [InlineData(16, 0xFDFF, 0xFE00L)]
    [InlineData(32, 0xFDFF_FFFF, 0xFE00_0000L)]
    [InlineData(33, 0x1_FFFF_FFFF, null)]
    public async Task WriteAsync_RawValueThatIsNone_IsNoSample(int bits, long some, long? none)
    {
        var message = $"BO_ {0x8CF004FE} EEC1: 8 X\n SG_ s : 0|{bits}@1+ (1,0) [0|0] \"\" X\n SG_ other : 48|8@1+ (1,0) [0|0] \"\" X\n";
        var (sink, decoder) = (new CollectingSink(), new CanDecoder([Bus(message + Format)]));
        var frame = new CanFrame { Bus = "can0", Id = 0x0CF00400, IsExtended = true };
        foreach (var value in none is null ? [some] : new[] { some, none.Value, (1L << bits) - 1 })
        {
            frame.SetData(BitConverter.GetBytes(value));
            Assert.True(decoder.Decode(frame));
            await decoder.WriteAsync(sink, 7, CancellationToken.None);
        }
        Assert.Equal([some], sink.Samples["CAN.EEC1.s"].Select(sample => sample.Value.Integer));
        Assert.Equal((none is null ? 1 : 3, none is null ? 0 : 2), (sink.Samples["CAN.EEC1.other"].Count, decoder.Statistics.SignalsNotAvailable));
        Assert.Equal(sink.Samples.Values.Sum(samples => samples.Count), decoder.Statistics.Samples);
    }

    [Theory]
    [InlineData(0x18FEF1FEu, "8@1+", true)]
    [InlineData(0x19FEF1FEu, "8@1+", true)]
    // Signed, a maker's own group, diagnosis.
    [InlineData(0x18FEF1FEu, "8@1-", false)]
    [InlineData(0x18FF01FEu, "8@1+", false)]
    [InlineData(0x18EF00FEu, "8@1+", false)]
    [InlineData(0x18DAF1FEu, "8@1+", false)]
    public void Decode_AllOnes_AreNoneInParametersOfTheStandardAlone(uint id, string bits, bool isNone)
    {
        var message = DbcFile.Parse("a.dbc", $"BO_ {id | 0x8000_0000} M: 8 X\n SG_ s : 0|{bits} (1,0) [0|0] \"\" X\n{Format}").Messages[0];
        Assert.Equal(isNone ? 0xFEUL : null, J1939Values.FirstUnavailable(message, message.Signals[0]));
        Assert.Null(J1939Values.FirstUnavailable(message with { IsJ1939 = false }, message.Signals[0]));
    }

    [Fact]
    public async Task WriteAsync_MoreThan64Signals_AreAllWritten()
    {
        var message = $"BO_ {0x8CF004FE} Long: 100 X\n" + string.Concat(Enumerable.Range(0, 100).Select(index => $" SG_ s{index} : {index * 8}|8@1+ (1,0) [0|0] \"\" X\n"));
        var bus = Bus(message);
        var (sink, decoder) = (new CollectingSink(), new CanDecoder([bus]));
        var frame = new CanFrame(100) { Bus = "can0", Id = 0x0CF004FE, IsExtended = true };
        frame.SetData([.. Enumerable.Range(0, 100).Select(index => (byte)index)]);
        Assert.True(decoder.Decode(frame));
        await decoder.WriteAsync(sink, 7, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 100), Enumerable.Range(0, 100).Select(index => (int)sink.Samples[$"CAN.Long.s{index}"].Single().Value.Integer));
    }

    private static async Task<CollectingSink> Decode(string messages, params uint[] ids)
    {
        var (sink, decoder) = (new CollectingSink(), new CanDecoder([Bus(messages + Format)]));
        foreach (var id in ids)
        {
            var frame = Frame(id);
            Assert.True(decoder.Decode(frame));
            await decoder.WriteAsync(sink, 7, CancellationToken.None);
        }
        return sink;
    }

    private static string Message(uint id, string name = "EEC1") => $"BO_ {id | 0x8000_0000} {name}: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n";

    private static CanBus Bus(string text) => new("can0", DbcFile.Parse("a.dbc", text));

    private static CanFrame Frame(uint id, bool isExtended = true)
    {
        var frame = new CanFrame { Bus = "can0", Id = id, IsExtended = isExtended };
        frame.SetData([1]);
        return frame;
    }
}
