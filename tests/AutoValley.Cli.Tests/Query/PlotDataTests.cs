using AutoValley.V1;
using Column = AutoValley.V1.Column;

namespace AutoValley.Cli.Tests.Query;

public sealed class PlotDataTests : CommandTests
{
    public PlotDataTests() => Server.Fleet.Signals["default/car1"] =
        [new() { Name = "A", Type = SignalType.Double }, new() { Name = "B", Type = SignalType.Boolean }, new() { Name = "T", Type = SignalType.Text }];

    [Fact]
    public async Task PlotData_SamplesStretchesAndGaps_AreRowsInOrderOfTime()
    {
        Server.Query.OnReduce = _ =>
        [
            new()
            {
                Vehicle = "default/car1",
                Signal = "A",
                Stretches = new()
                {
                    From = { Second(0), Second(20) }, To = { Second(9), Second(29) }, Counts = { 10, 7 }, Min = { -1, double.NaN },
                    Max = { 5.5, double.NaN }, First = { 0, double.NaN }, Last = { 2, double.NaN },
                },
                Gaps = { new V1.TimeSpan { From = Second(9), To = Second(20) } },
            },
            new()
            {
                Vehicle = "default/car1",
                Signal = "B",
                Samples = new()
                {
                    BaseTime = Second(0),
                    Times = new() { Plain = new() { Deltas = { 0, 1_000_000_000 } } },
                    Column = new Column { Booleans = new() { Values = { true, false } } },
                },
            },
        ];
        Assert.Equal(
            """
            vehicle,signal,from,to,count,min,max,first,last
            default/car1,A,2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:09.000000000Z,10,-1,5.5,0,2
            default/car1,A,2026-11-22T10:00:09.000000000Z,2026-11-22T10:00:20.000000000Z,0,,,,
            default/car1,A,2026-11-22T10:00:20.000000000Z,2026-11-22T10:00:29.000000000Z,7,NaN,NaN,NaN,NaN
            default/car1,B,2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:00.000000000Z,1,true,true,true,true
            default/car1,B,2026-11-22T10:00:01.000000000Z,2026-11-22T10:00:01.000000000Z,1,false,false,false,false

            """,
            await OutputOfAsync("plot-data -v car1 --from -1m --maximum 500 --method lttb --gap 3s -f csv"));
        var asked = Assert.Single(Server.Query.Reductions);
        Assert.Equal((500U, ReductionMethod.Lttb, 3_000_000_000UL), (asked.Maximum, asked.Method, asked.GapNanos));
        Assert.Equal(["A", "B"], asked.Signals);
        Assert.Equal((Second(0), Second(60)), (asked.Span.From, asked.Span.To));
    }

    [Fact]
    public async Task PlotData_Defaults_LeaveTheRestToTheServer()
    {
        Assert.Equal(0, await RunAsync("plot-data -v car1 -s A --from 0"));
        var asked = Assert.Single(Server.Query.Reductions);
        Assert.Equal((0U, ReductionMethod.MinMax, 0UL), (asked.Maximum, asked.Method, asked.GapNanos));
        Assert.Equal("autovalley: no samples there\n", Error);
    }

    [Fact]
    public async Task PlotData_ColumnsThatDoNotFit_Fail()
    {
        Server.Query.OnReduce = _ => [new() { Signal = "A", Stretches = new() { From = { 1 } } }];
        Assert.Equal(1, await RunAsync("plot-data -v car1 -s A --from 0"));
        Assert.Contains("columns of A that differ in length", Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plot-data -v car1")]
    [InlineData("plot-data --from 0")]
    [InlineData("plot-data -v car1 --from 0 --method best")]
    public async Task PlotData_WrongUse_IsRefused(string line) => Assert.Equal(2, await RunAsync(line));
}
