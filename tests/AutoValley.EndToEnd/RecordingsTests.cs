using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>The recordings of a truck and a car, in two formats each, through agent, server and query, against their reference decodes. The RAV4: <see cref="Rav4ReplayTests"/>.</summary>
public sealed class RecordingsTests
{
    private const string Car = "can/car-obd-gnss-3BA199E2";
    private const string Truck = "can/truck-j1939-11111111";

    // An MF4 file has times to 10 ns; the references are out of a candump log with microseconds.
    private const long Microsecond = 1_000;

    [SharedDataTheory(Car)]
    [InlineData("drive_part2", "candump.log.gz")]
    [InlineData("drive_part3", "mf4")]
    public Task Replay_CarByObd_IsQueriedAsTheReferenceHasIt(string part, string format) => CheckAsync(Car, part, format, "OBD-v4.4.dbc");

    [SharedDataTheory(Truck)]
    [InlineData("candump.log.gz")]
    [InlineData("mf4")]
    public Task Replay_TruckByJ1939_IsQueriedAsTheReferenceHasIt(string format) => CheckAsync(Truck, "truck", format, "CSS-Electronics-SAE-J1939-DEMO.dbc");

    private static async Task CheckAsync(string folder, string name, string format, string database)
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var agent = HostedProcess.Product(
            "AutoValley.Edge", "replay", "--can", SharedData.PathOf($"{folder}/{name}.{format}"), "--dbc", "can1=" + SharedData.PathOf($"{folder}/{database}"),
            "--dbc", "can2=" + SharedData.PathOf($"{folder}/canmod-gps.dbc"), "--vehicle", "acme/recorded", "--server", server.Mqtt, "--spool", Path.Combine(server.Folder, "spool"), "--speed", "max");
        Assert.Contains("missing: 0", await agent.SuccessAsync(), StringComparison.Ordinal);

        var drive = await StoredDrive.ReadAsync(server.Query, "acme/recorded", new V1.TimeSpan { From = 0, To = long.MaxValue });
        Assert.Equal(drive.Signals.Count, CanFacts.AssertSummary(drive, $"{folder}/{name}.expected_signal_summary_cantools.csv"));
        CanFacts.AssertFirstSeconds(drive, $"{folder}/{name}.expected_first_5s_cantools.csv.gz", Microsecond);
    }
}
