using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.Testing.Influx;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>Agent, server and a real InfluxDB as processes: whatever is killed, the drive is there, each sample once, in answers and in InfluxDB itself.</summary>
public sealed class InfluxStoreTests
{
    [SharedDataFact(Rav4.Folder, "influxd")]
    public async Task KillInfluxAndServer_InMidReplay_NothingLostNothingTwice()
    {
        await using var influx = await InfluxProcess.StartAsync();
        await using var server = await ServerUnderTest.StartAsync(Settings(influx));
        await using var agent = HostedProcess.Product("AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "10"));
        await SamplesArriveAsync(server, 40_000);
        await influx.KillAsync();
        // It takes batches as before, and says what is wrong.
        await SamplesArriveAsync(server, 120_000);
        await WarningAsync(server, "takes no samples since");
        var unavailable = await Assert.ThrowsAsync<RpcException>(() => StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));
        Assert.Equal(StatusCode.Unavailable, unavailable.StatusCode);
        Assert.Contains($"InfluxDB at {influx.Url} cannot be reached", unavailable.Status.Detail, StringComparison.Ordinal);
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        await influx.RestartAsync();
        // Or the drive is over by now, on a busy machine: then the journal has what InfluxDB is killed in.
        await Eventually.IsTrueAsync(async () => agent.HasExited || await AcceptedAsync(server) >= 1);
        await influx.KillAsync();
        await influx.RestartAsync();

        await agent.SuccessAsync();
        await Eventually.IsTrueAsync(async () => (await MetricsAsync(server)).Contains("\nautovalley_journal_bytes 0\n", StringComparison.Ordinal));
        Assert.Contains("\nautovalley_influx_up 1\n", await MetricsAsync(server), StringComparison.Ordinal);
        var drive = await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span);
        Rav4Facts.AssertAll(drive);
        Assert.Equal(drive.Count, await influx.CountAsync("track"));
    }

    [ToolFact("influxd")]
    public async Task Start_WithSecretsOnTheCommandLineOrInAnAddress_IsRefusedWithoutRepeatingThem()
    {
        foreach (var arguments in new[] { new[] { "--set", "Influx:Token=hush" }, ["--store", "influx", "--influx", "http://me:hush@127.0.0.1:1"] })
        {
            await using var refused = HostedProcess.Product("AutoValley.Server", arguments);
            Assert.NotEqual(0, await refused.ExitCodeAsync());
            Assert.Contains("Influx:", refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", refused.Output, StringComparison.Ordinal);
        }
    }

    private static string[] Settings(InfluxProcess influx) =>
    [
        "--store", "influx", "--influx", influx.Url.ToString(), "--set", "Influx:Database=track", "--set", "Store:SealAge=1s",
        "--set", "Influx:MaximumPause=200ms",
    ];

    private static Task SamplesArriveAsync(ServerUnderTest server, ulong samples) => Eventually.IsTrueAsync(
        async () => await AcceptedAsync(server) >= samples,
        () => $"fewer than {samples} samples; the server said:\n{server.Process.Output}");

    private static async Task<ulong> AcceptedAsync(ServerUnderTest server) => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted;

    private static Task WarningAsync(ServerUnderTest server, string words) => Eventually.IsTrueAsync(
        async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).Warnings.Any(one => one.Contains(words, StringComparison.Ordinal)),
        () => $"no warning '{words}'; the server said:\n{server.Process.Output}");

    private static async Task<string> MetricsAsync(ServerUnderTest server)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(server.Http + "/metrics"));
    }
}
