using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>One real drive through the whole house: file → agent → MQTT → journal → store → gRPC.</summary>
public sealed class Rav4ReplayTests
{
    [SharedDataFact(Rav4.Folder)]
    public async Task Replay_WholeDrive_EverySampleCanBeQueried()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var agent = HostedProcess.Product("AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "max"));
        var report = await agent.SuccessAsync();
        Assert.Contains("135468 CAN frames read, 74597 decoded into 332072 samples", report, StringComparison.Ordinal);
        Assert.Contains("missing: 0", report, StringComparison.Ordinal);

        var drive = await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span);
        Rav4Facts.AssertAll(drive);
    }

    [SharedDataFact(Rav4.Folder)]
    public async Task Replay_ServerStoppedAndStarted_SameAnswersFromSealedAndUnsealed()
    {
        // Sealing every second: part of the drive is read from chunks, part from the journal.
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        await using var agent = HostedProcess.Product("AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "max"));
        await agent.SuccessAsync();
        Rav4Facts.AssertAll(await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));

        await server.StopAsync();
        await server.StartAgainAsync();
        Rav4Facts.AssertAll(await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));
    }
}
