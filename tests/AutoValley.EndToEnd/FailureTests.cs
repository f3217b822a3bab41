using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>Processes killed and networks cut in mid-replay: afterwards every sample is there exactly once.</summary>
public sealed class FailureTests
{
    [SharedDataFact(Rav4.Folder)]
    public async Task KillServer_InMidReplay_NothingLostNothingTwice()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        await using var agent = Replay(server, server.Mqtt);
        await SamplesArriveAsync(server, 40_000);
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        await SamplesArriveAsync(server, 1);
        await server.Process.KillAsync();
        await server.StartAgainAsync();

        await agent.SuccessAsync();
        await AssertDriveAsync(server);
    }

    [SharedDataFact(Rav4.Folder)]
    public async Task KillAgent_InMidReplay_SecondReplayCompletesTheDrive()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using (var first = Replay(server, server.Mqtt))
        {
            await SamplesArriveAsync(server, 40_000);
            await first.KillAsync();
        }
        await using var second = Replay(server, server.Mqtt, "max");
        await second.SuccessAsync();
        await AssertDriveAsync(server);
    }

    [SharedDataFact(Rav4.Folder)]
    public async Task KillBoth_InMidReplay_SecondReplayCompletesTheDrive()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using (var first = Replay(server, server.Mqtt))
        {
            await SamplesArriveAsync(server, 40_000);
            await Task.WhenAll(first.KillAsync(), server.Process.KillAsync());
        }
        await server.StartAgainAsync();
        await using var second = Replay(server, server.Mqtt, "max");
        await second.SuccessAsync();
        await AssertDriveAsync(server);
    }

    [SharedDataFact(Rav4.Folder)]
    public async Task CutNetwork_For20Seconds_NothingLostNothingTwice()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var network = new BreakableProxy(server.MqttPort);
        await using var agent = Replay(server, $"127.0.0.1:{network.Port}");
        await SamplesArriveAsync(server, 40_000);
        await network.BreakAsync();
        await Task.Delay(System.TimeSpan.FromSeconds(20));
        network.Mend();

        await agent.SuccessAsync();
        await AssertDriveAsync(server);
    }

    /// <summary>A killed agent's spool is sent by the next agent on that folder, even when it has nothing of its own to say.</summary>
    [SharedDataFact(Rav4.Folder)]
    public async Task KillAgent_WhileServerIsAway_SpoolIsSentByTheNextAgent()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.StopAsync();
        await using (var offline = Replay(server, server.Mqtt, "max"))
        {
            await offline.LineAsync("spool");
            await Eventually.IsTrueAsync(
                () => Task.FromResult(SpoolBytes(server) > 100_000), () => $"nothing spooled:\n{offline.Output}");
            await offline.KillAsync();
        }
        await server.StartAgainAsync();
        await using var second = Replay(server, server.Mqtt, "max");
        await second.SuccessAsync();
        await AssertDriveAsync(server);
        var vehicle = Assert.Single((await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles);
        Assert.Equal(2, vehicle.Sessions.Count);
    }

    private static HostedProcess Replay(ServerUnderTest server, string address, string speed = "10") =>
        HostedProcess.Product("AutoValley.Edge", Rav4.Replay(address, SpoolOf(server), speed));

    private static string SpoolOf(ServerUnderTest server) => Path.Combine(server.Folder, "spool");

    private static long SpoolBytes(ServerUnderTest server) => Directory.Exists(SpoolOf(server))
        ? new DirectoryInfo(SpoolOf(server)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    /// <summary>Waits until the running server accepted so many samples since its start.</summary>
    private static Task SamplesArriveAsync(ServerUnderTest server, ulong samples) => Eventually.IsTrueAsync(
        async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted >= samples,
        () => $"fewer than {samples} samples; the server said:\n{server.Process.Output}");

    private static async Task AssertDriveAsync(ServerUnderTest server) =>
        Rav4Facts.AssertAll(await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));
}
