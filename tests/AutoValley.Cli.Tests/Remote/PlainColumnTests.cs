using AutoValley.Cli.Remote;
using AutoValley.V1;
using Google.Protobuf;
using Column = AutoValley.V1.Column;

namespace AutoValley.Cli.Tests.Remote;

public sealed class PlainColumnTests
{
    private static readonly TimeBase Times = new() { Plain = new PlainTimes { Deltas = { 5, 10, -3 } } };

    [Fact]
    public void Read_Times_AreSummedFromTheBase()
    {
        var column = PlainColumn.Read("A", Times, 100, new Column { Booleans = new() { Values = { true, false, true } } });
        Assert.Equal([105, 115, 112], column.Times);
        Assert.Equal(["true", "false", "true"], Enumerable.Range(0, 3).Select(i => column[i].ToString()));
    }

    [Fact]
    public void Read_EachType_GivesItsValues()
    {
        var one = new TimeBase { Plain = new PlainTimes { Deltas = { 0 } } };
        Assert.Equal("0.1", PlainColumn.Read("A", one, 0, new Column { Doubles = new() { Values = { 0.1 } } })[0].ToString());
        Assert.Equal("-7", PlainColumn.Read("A", one, 0, new Column { Integers = new() { Values = { -7 } } })[0].ToString());
        Assert.Equal("b", PlainColumn.Read("A", one, 0, new Column { Texts = new() { Values = { "b" } } })[0].ToString());
        Assert.Empty(PlainColumn.Read("A", new TimeBase(), 0, new Column()).Times);
    }

    [Fact]
    public void Read_Unusable_SaysWhichSignalAndWhy()
    {
        var values = new Column { Doubles = new() { Values = { 1 } } };
        Assert.Contains("A with 1 values for 3 times", Message(Times, values), StringComparison.Ordinal);
        Assert.Contains("A in an encoding", Message(Times, new Column { Encoded = ByteString.Empty }), StringComparison.Ordinal);
        Assert.Contains("A with times in an encoding", Message(new TimeBase { Encoded = ByteString.Empty }, values), StringComparison.Ordinal);
        Assert.Contains("A without times", Message(null, values), StringComparison.Ordinal);
    }

    private static string Message(TimeBase? times, Column column)
    {
        var failure = Assert.Throws<CommandException>(() => PlainColumn.Read("A", times, 0, column));
        Assert.Equal(1, failure.ExitCode);
        return failure.Message;
    }
}
