using AutoValley.V1;
using Grpc.Core;
using Column = AutoValley.V1.Column;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Cli.Tests.Commands;

public sealed class TailTests : CommandTests
{
    private const string Row = "2026-11-22T10:00:01.000000000Z,default/car1,A,1\n2026-11-22T10:00:02.000000000Z,default/car1,A,2\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Tail_Samples_AppearUntilTheLimit()
    {
        Server.Live.Responses.AddRange([new() { Live = new() }, Samples()]);
        Assert.Equal("time,vehicle,signal,value\n" + Row, await DoneAsync("tail --vehicle car1 --signal A --since -30s --limit 2 --format csv"));
        Assert.Equal(["default/car1"], Server.Live.Subscribed!.Vehicles);
        Assert.Equal(["A"], Server.Live.Subscribed.Signals);
        Assert.Equal(Second(30), Server.Live.Subscribed.Since);
        await Server.Live.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Tail_CtrlC_EndsWellAndEndsTheCall()
    {
        Server.Live.Responses.AddRange([new() { Live = new() }, Samples()]);
        using var stop = new CancellationTokenSource();
        var writer = new WatchedWriter("A,2\n");
        var running = RunAsync("tail -v car1 -f csv", writer, stop.Token);
        await writer.Seen.WaitAsync(Patience);
        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(Patience));
        Assert.Equal("", Error);
        await Server.Live.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Tail_TimeoutAfterAnAnswer_EndsWell()
    {
        Server.Live.Responses.Add(new() { Live = new() });
        Server.Live.Failure = new RpcException(new Status(StatusCode.DeadlineExceeded, "over"));
        Assert.Equal("time\tvehicle\tsignal\tvalue\n", await DoneAsync("tail -v car1 --timeout 100000d"));
    }

    [Fact]
    public async Task Tail_TimeoutWithoutAnAnswer_Fails()
    {
        Assert.Equal(1, await RunAsync("tail -v car1 --timeout 500ms"));
        Assert.Contains("did not finish in time", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_Dropped_IsTold()
    {
        Server.Live.StaysOpen = false;
        Server.Live.Responses.AddRange([new() { Dropped = new() { Batches = 12 } }, Samples()]);
        Assert.Equal(0, await RunAsync("tail -v car1 -f csv"));
        Assert.EndsWith(Row, Output, StringComparison.Ordinal);
        Assert.Equal("autovalley: 12 batches left out, this reader is too slow\n", Error);
    }

    [Fact]
    public async Task Tail_Latest_AsksForTheNewestAndIsSilentAboutTheRest()
    {
        Server.Live.StaysOpen = false;
        Server.Live.Responses.AddRange([Samples(), new() { Dropped = new() { Samples = 12 } }]);
        await DoneAsync("tail -v car1 --latest --every 200ms");
        Assert.Equal((SlowReader.LatestOnly, 200_000_000ul), (Server.Live.Subscribed!.SlowReader, Server.Live.Subscribed.EveryNanos));
        Assert.Equal("", Error);
    }

    [Theory]
    [InlineData("tail -v car1 --latest --since -30s", "leave out --since")]
    [InlineData("tail -v car1 --every 1s", "--every is for --latest")]
    public async Task Tail_OptionsThatDoNotFit_AreWrongUse(string command, string told)
    {
        Assert.Equal(2, await RunAsync(command));
        Assert.Contains(told, Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_Patterns_AreResolvedOverAllVehiclesAndNamesAreNot()
    {
        Server.Live.StaysOpen = false;
        Server.Fleet.Signals["default/car1"] = [new() { Name = "A.X" }];
        Server.Fleet.Signals["default/car2"] = [new() { Name = "A.X" }, new() { Name = "A.Y" }];
        await DoneAsync("tail -v car1,car2 -s A.*,Later");
        Assert.Equal(["Later", "A.X", "A.Y"], Server.Live.Subscribed!.Signals);
    }

    [Fact]
    public async Task Tail_TimeBaseThatIsNotThere_Fails()
    {
        var response = Samples();
        response.Samples.Columns[0].Column.TimeBase = 1;
        Server.Live.Responses.Add(response);
        Assert.Equal(1, await RunAsync("tail -v car1"));
        Assert.Contains("the server sent A without times", Error, StringComparison.Ordinal);
    }

    private static SubscribeResponse Samples() => new()
    {
        Samples = new()
        {
            Vehicle = "default/car1",
            BaseTime = Second(0),
            Times = { new TimeBase { Plain = new() { Deltas = { 1_000_000_000, 1_000_000_000 } } } },
            Columns = { new LiveColumn { Signal = "A", Column = new Column { Doubles = new() { Values = { 1, 2 } } } } },
        },
    };

    /// <summary>Tells when a text was flushed.</summary>
    private sealed class WatchedWriter(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            if (ToString().Contains(awaited, StringComparison.Ordinal))
                seen.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
