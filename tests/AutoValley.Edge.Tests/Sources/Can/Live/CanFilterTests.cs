using AutoValley.Edge.Sources.Can.Live;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Tests.Sources.Can.Live;

public sealed class CanFilterTests
{
    private const string J1939 = "BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"J1939PG\"; BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";";

    [Theory]
    [InlineData("BO_ 100 M: 1 X\n", 0x64u, true)]
    [InlineData("BO_ 100 M: 1 X\n", 0x65u, false)]
    [InlineData("BO_ 100 M: 1 X\n", 0x8000_0064u, false)]
    [InlineData("BO_ 100 M: 1 X\n", 0x4000_0064u, false)]
    [InlineData("BO_ 2147483748 M: 1 X\n", 0x8000_0064u, true)]
    [InlineData("BO_ 2147483748 M: 1 X\n", 0x64u, false)]
    // EEC1, whoever sends it with whatever priority.
    [InlineData("BO_ 2364540158 M: 8 X\n" + J1939, 0x98F0_0417u, true)]
    [InlineData("BO_ 2364540158 M: 8 X\n" + J1939, 0x98F0_0517u, false)]
    [InlineData("BO_ 2364540158 M: 8 X\n" + J1939, 0x98EC_FF17u, false)]
    // What is longer than a frame comes in packets.
    [InlineData("BO_ 2364540158 M: 9 X\n" + J1939, 0x98EC_FF17u, true)]
    [InlineData("BO_ 2364540158 M: 9 X\n" + J1939, 0x9CEB_FF17u, true)]
    public void Of_Database_LetsItsMessagesPass(string database, uint idAndFlags, bool passes) =>
        Assert.Equal(passes, CanFilter.Of(DbcFile.Parse("a.dbc", database).Messages)!.Any(filter => (idAndFlags & filter.Mask) == (filter.Id & filter.Mask)));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Of_MoreThanASocketTakes_IsNone(int messages, bool isSome)
    {
        var database = string.Concat(Enumerable.Range(0, messages).Select(id => $"BO_ {id} M{id}: 1 X\n"));
        Assert.Equal(isSome, CanFilter.Of(DbcFile.Parse("a.dbc", database).Messages) is not null);
    }

    [Fact]
    public void Bytes_Filters_AreIdThenMask() =>
        Assert.Equal("64000080FFFFFFDF", Convert.ToHexString(CanFilter.Bytes([CanFilter.Ids(0x64, 0x1FFF_FFFF, isExtended: true)])));
}
