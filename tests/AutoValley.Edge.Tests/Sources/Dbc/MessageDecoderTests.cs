using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Tests.Sources.Dbc;

public sealed class MessageDecoderTests
{
    private const string Plain = """
        BO_ 1 M: 8 X
         SG_ mux M : 0|8@1+ (1,0) [0|0] "" X
         SG_ always : 8|8@1+ (1,0) [0|0] "" X
         SG_ a m0 : 16|8@1+ (1,0) [0|0] "" X
         SG_ b m0 : 24|8@1+ (1,0) [0|0] "" X
         SG_ c m7 : 16|16@1+ (1,0) [0|0] "" X
        VAL_ 1 mux 9 "nothing to say" ;
        """;

    private const string Extended = """
        BO_ 1 M: 8 X
         SG_ outer M : 0|8@1+ (1,0) [0|0] "" X
         SG_ inner m1M : 8|8@1- (1,0) [0|0] "" X
         SG_ deep m3 : 16|8@1+ (1,0) [0|0] "" X
         SG_ wide m1 : 24|8@1+ (1,0) [0|0] "" X
         SG_ other M : 32|8@1+ (1,0) [0|0] "" X
         SG_ leaf m0 : 40|8@1+ (1,0) [0|0] "" X
        SG_MUL_VAL_ 1 inner outer 1-2, 5-5;
        SG_MUL_VAL_ 1 deep inner 3-3, 100-200;
        SG_MUL_VAL_ 1 wide outer 2-9;
        SG_MUL_VAL_ 1 leaf other 0-0;
        """;

    [Theory]
    [InlineData("0000", "mux always | a b", true)]
    [InlineData("0700", "mux always | c", true)]
    [InlineData("0900", "mux always | ", true)]
    [InlineData("0100", "mux always", false)]
    public void Find_PlainMultiplexing_AddsTheChosenSet(string data, string expected, bool isKnown) => AssertCarried(Plain, data + "000000000000", expected, isKnown);

    [Theory]
    [InlineData("0103000000000000", "outer other | inner | leaf | deep", true)]
    [InlineData("0203000000000000", "outer other | inner wide | leaf | deep", true)]
    [InlineData("0303000000000000", "outer other | wide | leaf", true)]
    [InlineData("0503000001000000", "outer other | inner wide | deep", false)]
    [InlineData("0164000001000000", "outer other | inner | deep", false)]
    [InlineData("01C8000000000000", "outer other | inner | leaf", false)]
    [InlineData("0A00000000000000", "outer other | leaf", false)]
    public void Find_ExtendedMultiplexing_FollowsEveryMultiplexer(string data, string expected, bool isKnown) => AssertCarried(Extended, data, expected, isKnown);

    [Fact]
    public void Find_FrameTooShortForTheMultiplexer_ChoosesNothing() => AssertCarried(Plain, "", "mux always", true);

    [Fact]
    public void Find_SameSignalsUnderSeveralValues_AreOneSet()
    {
        var decoder = new MessageDecoder(DbcFile.Parse("a.dbc", Extended).Messages[0]);
        var sets = new HashSet<SignalSet>();
        for (var value = 6; value <= 9; value++)
            sets.UnionWith(Find(decoder, [(byte)value, 0, 0, 0, 0, 0]).Sets);
        Assert.Equal(3, sets.Count);
        Assert.Equal(sets.Count, sets.Select(set => set.Number).Distinct().Count());
        Assert.All(sets, set => Assert.InRange(set.Number, 0, decoder.SetCount - 1));
    }

    private static void AssertCarried(string text, string hex, string expected, bool isKnown)
    {
        var found = Find(new MessageDecoder(DbcFile.Parse("a.dbc", text).Messages[0]), Convert.FromHexString(hex));
        Assert.Equal(expected, string.Join(" | ", found.Sets.Select(set => string.Join(' ', set.Signals.Select(signal => signal.Signal.Name)))));
        Assert.Equal(isKnown, found.IsKnown);
    }

    private static (List<SignalSet> Sets, bool IsKnown) Find(MessageDecoder decoder, byte[] data)
    {
        var padded = new byte[64 + BitField.Padding];
        data.CopyTo(padded, 0);
        var carried = new List<SignalSet>();
        return (carried, decoder.Find(padded, data.Length, carried));
    }
}
