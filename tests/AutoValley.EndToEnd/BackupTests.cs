using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>A server is backed up by the command line while an agent sends, and other servers are started on the backups.</summary>
public sealed class BackupTests
{
    [SharedDataFact(Rav4.Folder)]
    public async Task Backup_InMidReplay_RestoresWhatWasAcknowledged()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        await using var restored = await ServerUnderTest.StartAsync();
        var (early, late) = (Path.Combine(server.Folder, "early"), Path.Combine(server.Folder, "late"));
        ulong acknowledged;
        await using (var agent = HostedProcess.Product(
            "AutoValley.Edge", Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "10")))
        {
            await Eventually.IsTrueAsync(async () => await AcceptedAsync(server) >= 40_000, () => server.Process.Output);
            acknowledged = await AcceptedAsync(server);
            await BackupAsync(server, early);
            await agent.SuccessAsync();
        }
        await BackupAsync(server, late);
        Assert.Contains("0 damaged", await StoreAsync(server, "verify"), StringComparison.Ordinal);
        Assert.Contains("2018-08-02", await StoreAsync(server, "compact"), StringComparison.Ordinal);

        await RestoreAsync(restored, late);
        var drive = await StoredDrive.ReadAsync(restored.Query, Rav4.Vehicle, Rav4.Span);
        Rav4Facts.AssertAll(drive);
        Assert.Contains("0 damaged", await StoreAsync(restored, "verify"), StringComparison.Ordinal);
        Assert.Contains("bytes_a_sample", await StoreAsync(restored, "stats"), StringComparison.Ordinal);
        await RestoreAsync(restored, early);
        var begun = await StoredDrive.ReadAsync(restored.Query, Rav4.Vehicle, Rav4.Span);
        Assert.InRange(begun.Count, (long)acknowledged, drive.Count);
        // What it holds is what the drive began with.
        Assert.All(begun.Signals, signal => Assert.Equal(drive[signal].Take(begun[signal].Count), begun[signal]));
    }

    [Fact]
    public async Task Start_OnAnUnfinishedBackup_IsRefusedInOneLine()
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "backup.incomplete"), "");
            await using var server = HostedProcess.Product("AutoValley.Server", "--data", folder.FullName, "--http", "0", "--grpc", "0", "--mqtt", "0");
            Assert.Equal(2, await server.ExitCodeAsync());
            Assert.Equal($"{folder.FullName} is a backup that was not finished (backup.incomplete is in it): it lacks samples; take another", server.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SmallDiskFact]
    public async Task Backup_ServersDiskWithoutRoomForACopy_EndsWithPlaceAndReasonAndTheServerGoesOn()
    {
        using var disk = new SmallDisk(16);
        var data = Path.Combine(disk.Folder, "data");
        await using var server = await ServerUnderTest.StartAsync("--set", $"Data={data}", "--set", "Store:SealAge=100ms", "--set", "Store:SealBytes=1MiB");
        await SendAsync(server, sequence: 1);
        var target = Path.Combine(server.Folder, "backup");
        var told = await FailedBackupAsync(server, target);
        Assert.Contains($"the backup was given up: {Path.Combine(data, "backup.tmp")}: no room to copy ", told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
        Assert.False(Directory.Exists(Path.Combine(data, "backup.tmp")));
        await SendAsync(server, sequence: 2);
        Assert.Contains("\"ready\":true", await new HttpClient().GetStringAsync($"{server.Http}/health"), StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task Backup_ToADiskThatFills_EndsWithPlaceAndReasonAndLeavesNothing()
    {
        using var disk = new SmallDisk(2);
        await using var server = await ServerUnderTest.StartAsync();
        for (var sequence = 1UL; sequence <= 4; sequence++)
            await SendAsync(server, sequence);
        var target = Path.Combine(disk.Folder, "backup");
        var told = await FailedBackupAsync(server, target);
        Assert.Contains("No space left on device", told, StringComparison.Ordinal);
        Assert.Contains(target, told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));

        // Also where not even the marker has room.
        disk.Fill();
        Assert.Contains(target, await FailedBackupAsync(server, target), StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
        await SendAsync(server, sequence: 5);
        await BackupAsync(server, Path.Combine(server.Folder, "backup"));
    }

    // A megabyte of noise, acknowledged.
    private static async Task SendAsync(ServerUnderTest server, ulong sequence)
    {
        using var ingest = await IngestCall.BeginAsync(server, "acme/car", session: new Telemetry.SessionId(7));
        var random = new Random((int)sequence);
        var times = Enumerable.Range(0, 130_000).Select(index => ((long)sequence * 1_000_000) + index).ToArray();
        await ingest.SendAsync(sequence, times, Telemetry.Values.Of(Array.ConvertAll(times, _ => BitConverter.Int64BitsToDouble(random.NextInt64()))));
        await ingest.DurableAsync(sequence);
    }

    private static async Task<string> FailedBackupAsync(ServerUnderTest server, string folder)
    {
        await using var cli = HostedProcess.Product("AutoValley.Cli", "store", "backup", folder, "--server", server.GrpcAddress);
        Assert.Equal(1, await cli.ExitCodeAsync());
        return cli.Output;
    }

    private static async Task<ulong> AcceptedAsync(ServerUnderTest server) =>
        (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted;

    private static async Task<string> StoreAsync(ServerUnderTest server, params string[] arguments)
    {
        await using var cli = HostedProcess.Product("AutoValley.Cli", ["store", .. arguments, "--server", server.GrpcAddress]);
        return await cli.SuccessAsync();
    }

    private static async Task BackupAsync(ServerUnderTest server, string folder)
    {
        await StoreAsync(server, "backup", folder);
        Assert.True(File.Exists(Path.Combine(folder, "backup.complete")));
    }

    private static async Task RestoreAsync(ServerUnderTest server, string backup)
    {
        await server.StopAsync();
        var data = Path.Combine(server.Folder, "data");
        Directory.Delete(data, recursive: true);
        Directory.Move(backup, data);
        await server.StartAgainAsync();
    }
}
