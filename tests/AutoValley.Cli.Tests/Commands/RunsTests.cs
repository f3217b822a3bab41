using AutoValley.V1;

namespace AutoValley.Cli.Tests.Commands;

public sealed class RunsTests : CommandTests
{
    private readonly Run open = new() { Name = "lap-1", Vehicles = { "default/car1", "acme/car2" }, StartTime = Second(0), Origin = "client", Description = "wet" };
    private readonly Run closed = new() { Name = "lap-0", Vehicles = { "default/car1" }, StartTime = Second(0), StopTime = Second(2.5), Origin = "vehicle" };

    public RunsTests()
    {
        Server.Runs.Runs.Add(open);
        Server.Runs.Runs.Add(closed);
    }

    [Fact]
    public async Task Start_WithoutTimes_LeavesThemToTheServer()
    {
        Assert.Equal(
            "field\tvalue\nrun\tlap-1\nvehicles\tdefault/car1 acme/car2\nstart\t2026-11-22T10:00:00.000000000Z\nstop\t\nseconds\t\norigin\tclient\npinned\tfalse\ndescription\twet\n",
            await DoneAsync("runs start lap-1 --vehicle car1 acme/car2 --description wet"));
        var asked = Server.Runs.Started!;
        Assert.Equal(["default/car1", "acme/car2"], asked.Vehicles);
        Assert.Equal((false, false, "wet"), (asked.HasStartTime, asked.HasStopTime, asked.Description));
    }

    [Fact]
    public async Task Start_WithTimes_NamesAPastSpan()
    {
        await DoneAsync("runs start lap-0 --vehicle car1 --from -1m --to 2026-11-22T10:00:02.5Z");
        Assert.Equal((Second(0), Second(2.5)), (Server.Runs.Started!.StartTime, Server.Runs.Started.StopTime));
    }

    [Fact]
    public async Task Stop_At_SendsTheTime()
    {
        Assert.Contains("\"stop\":\"2026-11-22T10:00:02.500000000Z\",\"seconds\":2.5", await DoneAsync("runs stop lap-0 --to now-57.5s -f json"), StringComparison.Ordinal);
        Assert.Equal(("lap-0", Second(2.5)), (Server.Runs.Stopped!.Name, Server.Runs.Stopped.StopTime));
    }

    [Fact]
    public async Task List_Runs_AreRows()
    {
        Assert.Equal(
            "run,vehicles,start,stop,seconds,origin,pinned,description\n" +
            "lap-1,default/car1 acme/car2,2026-11-22T10:00:00.000000000Z,,,client,false,wet\n" +
            "lap-0,default/car1,2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:02.500000000Z,2.5,vehicle,false,\n",
            await DoneAsync("runs list --open --vehicle car1 --limit 5 --format csv"));
        Assert.Equal((true, "default/car1", 5u), (Server.Runs.Listed!.OpenOnly, Server.Runs.Listed.Vehicle, Server.Runs.Listed.Limit));
    }

    [Theory]
    [InlineData("runs pin lap-1 -f json", "\"pinned\":true")]
    [InlineData("runs pin lap-1 --undo -f json", "\"pinned\":false")]
    public async Task Pin_Run_ShowsItAsItIsNow(string line, string told) =>
        Assert.Contains(told, await DoneAsync(line), StringComparison.Ordinal);

    [Fact]
    public async Task Show_UnknownRun_Fails()
    {
        Assert.Equal(1, await RunAsync("runs show lap-9"));
        Assert.Equal(("", "autovalley: not found: no run lap-9\n"), (Output, Error));
    }
}
