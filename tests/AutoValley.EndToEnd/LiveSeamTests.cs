using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>History, then live, without a seam: nothing between them is left out or given twice.</summary>
public sealed class LiveSeamTests
{
    private const string Signal = "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR";

    [SharedDataFact(Rav4.Folder)]
    public async Task Subscribe_InMidReplayWhileSealing_GivesEverySampleOnce()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=200ms");
        await using var agent = HostedProcess.Product("AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "10"));
        await Eventually.IsTrueAsync(
            async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted > 40_000, () => agent.Output);

        // Several that begin at different moments: each has a seam of its own.
        var readers = Enumerable.Range(0, 8).Select(index => ReadAsync(server, System.TimeSpan.FromMilliseconds(150 * index))).ToArray();
        await agent.SuccessAsync();
        var expected = Rav4.Summary.Single(fact => fact.Signal == Signal).Count;
        foreach (var times in await Task.WhenAll(readers))
        {
            Assert.Equal(expected, times.Distinct().Count());
            Assert.Equal(expected, times.Count);
        }
    }

    [SharedDataFact(Rav4.Folder)]
    public async Task Subscribe_AgentKilled_WillSaysOffline()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var agent = HostedProcess.Product("AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "1"));
        await StateAsync(server, VehicleState.Online);
        await agent.KillAsync();
        await StateAsync(server, VehicleState.Offline);
    }

    private static Task StateAsync(ServerUnderTest server, VehicleState state) => Eventually.IsTrueAsync(
        async () => (await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles.Any(vehicle => vehicle.State == state),
        () => $"the vehicle is not {state}");

    /// <summary>The times of one signal from the drive's start to its last sample, as a subscriber gets them.</summary>
    private static async Task<List<long>> ReadAsync(ServerUnderTest server, System.TimeSpan delay)
    {
        await Task.Delay(delay);
        var last = Rav4.Nanos("1533226548.223617");
        var live = new LiveService.LiveServiceClient(server.Channel);
        using var call = live.Subscribe(new SubscribeRequest { Vehicles = { Rav4.Vehicle }, Signals = { Signal }, Since = 0 });
        var times = new List<long>();
        while (times.Count == 0 || times[^1] < last)
        {
            Assert.True(await call.ResponseStream.MoveNext(new CancellationTokenSource(Eventually.Limit).Token));
            var response = call.ResponseStream.Current;
            Assert.Null(response.Dropped);
            foreach (var column in response.Samples?.Columns ?? [])
            {
                var time = response.Samples!.BaseTime;
                times.AddRange(response.Samples.Times[(int)column.Column.TimeBase].Plain.Deltas.Select(delta => time += delta));
            }
        }
        return times;
    }
}
