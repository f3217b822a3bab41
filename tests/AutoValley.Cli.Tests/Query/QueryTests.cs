using AutoValley.V1;
using Column = AutoValley.V1.Column;

namespace AutoValley.Cli.Tests.Query;

public sealed class QueryTests : CommandTests
{
    public QueryTests() =>
        Server.Fleet.Signals["default/car1"] =
        [
            new() { Name = "A.X", Type = SignalType.Double }, new() { Name = "A.Y", Type = SignalType.Integer }, new() { Name = "B", Type = SignalType.Text },
        ];

    [Fact]
    public async Task Query_Csv_IsLongFormInOrder()
    {
        Server.Query.OnRead = _ =>
        [
            Answer("A.X", new Column { Doubles = new() { Values = { 0.1, 61.2 } } }, 0, 10_000_001),
            Answer("A.X", new Column { Doubles = new() { Values = { 1e21 } } }, 20_000_000),
            Answer("B", new Column { Texts = new() { Values = { "a,b" } } }, 5),
        ];
        Assert.Equal(
            """
            time,vehicle,signal,value
            2026-11-22T10:00:00.000000000Z,default/car1,A.X,0.1
            2026-11-22T10:00:00.010000001Z,default/car1,A.X,61.2
            2026-11-22T10:00:00.020000000Z,default/car1,A.X,1E+21
            2026-11-22T10:00:00.000000005Z,default/car1,B,"a,b"

            """,
            await DoneAsync("query --vehicle car1 --signal A.X --signal B --from -1m --to now --limit 10 --format csv"));
        var asked = Assert.Single(Server.Query.Reads);
        Assert.Equal(("default/car1", 10UL, Second(0), Second(60)), (asked.Vehicle, asked.Limit, asked.Span.From, asked.Span.To));
        Assert.Equal(["A.X", "B"], asked.Signals);
    }

    [Fact]
    public async Task Query_Json_KeepsAllDigits()
    {
        Server.Query.OnRead = _ => [Answer("A.Y", new Column { Integers = new() { Values = { long.MaxValue } } }, 1)];
        Assert.Equal(
            "{\"time\":\"2026-11-22T10:00:00.000000001Z\",\"vehicle\":\"default/car1\",\"signal\":\"A.Y\",\"value\":9223372036854775807}\n",
            await DoneAsync("query -v car1 -s A.Y --from 2026-11-22T10:00Z -f json"));
        Assert.Equal(Second(60), Assert.Single(Server.Query.Reads).Span.To);
    }

    [Fact]
    public async Task Query_Aggregate_HasAColumnAStatisticAndLeavesTextsOut()
    {
        Server.Query.OnAggregate = request => request.Signals.Select(signal => Buckets(signal, request.Statistics, [0, 1, 2]));
        Assert.Equal(
            """
            time,vehicle,signal,max,count
            2026-11-22T10:00:00.000000000Z,default/car1,A.X,0.5,0.5
            2026-11-22T10:00:01.000000000Z,default/car1,A.X,1.5,1.5
            2026-11-22T10:00:00.000000000Z,default/car1,A.Y,0.5,0.5
            2026-11-22T10:00:01.000000000Z,default/car1,A.Y,1.5,1.5

            """,
            await OutputOfAsync("query -v car1 --from -1m --every 1s --aggregate max,count --limit 2 -f csv"));
        Assert.Equal("autovalley: left out, as texts cannot be reduced: B\n", Error);
        Assert.Equal(1_000_000_000UL, Assert.Single(Server.Query.Aggregates).EveryNanos);
    }

    [Fact]
    public async Task Query_EveryAlone_AsksForMeanMinMax()
    {
        Server.Query.OnAggregate = request => [Buckets("A.X", request.Statistics, [0])];
        Assert.StartsWith("time\tvehicle\tsignal\tmean\tmin\tmax\n", await DoneAsync("query -v car1 -s A.X --from 0 --every 100ms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_Percentiles_StandWhereTheyWereAskedFor()
    {
        Server.Query.OnAggregate = request =>
        {
            var answer = Buckets("A.X", request.Statistics, [0]);
            answer.Percentiles.Add(request.Percentiles.Select(percentile => new PercentileColumn { Percentile = percentile, Values = { percentile } }));
            return [answer];
        };
        Assert.Equal(
            "time,vehicle,signal,p99.9,stddev,p5,count\n2026-11-22T10:00:00.000000000Z,default/car1,A.X,99.9,0.5,5,0.5\n",
            await DoneAsync("query -v car1 -s A.X --from 0 --every 1s --fill -a p99.9,stddev,p5,count -f csv"));
        var asked = Assert.Single(Server.Query.Aggregates);
        Assert.Equal([Statistic.Stddev, Statistic.Count], asked.Statistics);
        Assert.Equal([99.9, 5], asked.Percentiles);
        Assert.True(asked.FillEmpty);
    }

    [Theory]
    [InlineData("p101")]
    [InlineData("p-1")]
    [InlineData("median")]
    public async Task Query_StatisticThatIsNone_IsTold(string name)
    {
        Assert.Equal(2, await RunAsync($"query -v car1 --from 0 --every 1s -a {name}"));
        Assert.Contains($"'{name}' is none of count, ", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_Gap_GetsARowWithoutAValue()
    {
        Server.Query.OnRead = _ =>
        [
            Answer("A.X", new Column { Doubles = new() { Values = { 1, 2 } } }, 0, 1_000),
            Answer("A.X", new Column { Doubles = new() { Values = { 3 } } }, 9_000),
        ];
        Server.Query.OnRead = Gapped(Server.Query.OnRead);
        Assert.Equal(
            """
            time,vehicle,signal,value
            2026-11-22T10:00:00.000000000Z,default/car1,A.X,1
            2026-11-22T10:00:00.000001000Z,default/car1,A.X,2
            2026-11-22T10:00:00.000001001Z,default/car1,A.X,
            2026-11-22T10:00:00.000009000Z,default/car1,A.X,3

            """,
            await DoneAsync("query -v car1 -s A.X --from 0 --gap 5us -f csv"));
        Assert.Equal(5_000UL, Assert.Single(Server.Query.Reads).GapNanos);

        static Func<ReadRequest, IEnumerable<ReadResponse>> Gapped(Func<ReadRequest, IEnumerable<ReadResponse>> answers) => request =>
        {
            var all = answers(request).ToArray();
            all[1].Gaps.Add(new V1.TimeSpan { From = Second(0) + 1_000, To = Second(0) + 9_000 });
            return all;
        };
    }

    [Fact]
    public async Task Query_Organisation_IsOneCallForItsVehicles()
    {
        Server.Fleet.Vehicles.AddRange([new() { Name = "acme/car2" }, new() { Name = "acme/car3" }]);
        Server.Fleet.Signals["acme/car2"] = [new() { Name = "A.X" }];
        Server.Fleet.Signals["acme/car3"] = [new() { Name = "A.Z" }, new() { Name = "A.X" }];
        await RunAsync("query -v acme/*,car1 -s A.* --from 0");
        Assert.Equal("acme", Server.Fleet.Listed!.Organisation);
        var asked = Assert.Single(Server.Query.Reads);
        Assert.Equal(["acme/car2", "acme/car3", "default/car1"], asked.Vehicles.Prepend(asked.Vehicle));
        Assert.Equal(["A.X", "A.Z", "A.Y"], asked.Signals);
    }

    [Fact]
    public async Task Query_StatisticsNotAskedFor_Fails()
    {
        Server.Query.OnAggregate = _ => [Buckets("A.X", [Statistic.Sum], [0])];
        Assert.Equal(1, await RunAsync("query -v car1 -s A.X --from 0 --every 100ms"));
        Assert.Contains("other statistics of A.X", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_Run_ReadsAllItsVehiclesThatHaveTheSignal()
    {
        Server.Runs.Runs.Add(new() { Name = "lap-1", Vehicles = { "acme/car2", "acme/car3", "default/car1" } });
        Server.Fleet.Signals["acme/car2"] = [new() { Name = "C" }];
        Server.Query.OnRead = _ => [Answer("A.X", new Column { Doubles = new() { Values = { 1 } } }, 0)];
        Assert.Equal(0, await RunAsync("query --run lap-1 --signal A.*"));
        Assert.Equal(
            "autovalley: left out: acme/car2 has no signal A.*; see: autovalley signals --vehicle acme/car2\n" +
            "autovalley: left out: no vehicle acme/car3\n",
            Error);
        var asked = Assert.Single(Server.Query.Reads);
        Assert.Equal(("default/car1", "lap-1", ReadRequest.RangeOneofCase.Run), (asked.Vehicle, asked.Run, asked.RangeCase));
        Assert.Equal(["A.X", "A.Y"], asked.Signals);
    }

    [Fact]
    public async Task Query_MoreSignalsThanACallTakes_AsksTwice()
    {
        Server.Fleet.Signals["default/many"] = [.. Enumerable.Range(0, 1_001).Select(i => new Signal { Name = $"S{i}" })];
        await RunAsync("query -v many --from 0");
        Assert.Equal([1_000, 1], Server.Query.Reads.Select(read => read.Signals.Count));
    }

    [Fact]
    public async Task Query_NothingThere_SaysSoAndIsDone()
    {
        Assert.Equal(0, await RunAsync("query -v car1 --from 0"));
        Assert.Equal(("time\tvehicle\tsignal\tvalue\n", "autovalley: no samples there\n"), (Output, Error));
    }

    [Theory]
    [InlineData("query --vehicle car1", "which time? give --from (and --to), or --run")]
    [InlineData("query --from 0", "which vehicle? give --vehicle, or --run")]
    [InlineData("query --run a --from 0", "--run has a span of its own: give --run, or --from and --to")]
    [InlineData("query -v car1 --from 2 --to 1", "--to is before --from")]
    [InlineData("query -v car1 --from 0 --aggregate mean", "--aggregate needs --every, the length of a bucket")]
    [InlineData("query -v car1 --from 0 --fill", "--fill needs --every, the length of a bucket")]
    [InlineData("query -v car1 --from 0 --every 1s --gap 1s", "--gap is for samples; with --every use --fill")]
    public async Task Query_WrongUse_IsTold(string line, string told)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.Equal(("", $"autovalley: {told}\n"), (Output, Error));
    }

    private static ReadResponse Answer(string signal, Column column, params long[] offsets) => new()
    {
        Vehicle = "default/car1",
        Signal = signal,
        BaseTime = Second(0),
        Times = new TimeBase { Plain = new() { Deltas = { offsets.Select((offset, i) => i == 0 ? offset : offset - offsets[i - 1]) } } },
        Column = column,
    };

    private static AggregateResponse Buckets(string signal, IEnumerable<Statistic> statistics, int[] seconds) => new()
    {
        Vehicle = "default/car1",
        Signal = signal,
        Starts = { seconds.Select(second => Second(second)) },
        Columns = { statistics.Select(statistic => new StatisticColumn { Statistic = statistic, Values = { seconds.Select(second => second + 0.5) } }) },
    };
}
