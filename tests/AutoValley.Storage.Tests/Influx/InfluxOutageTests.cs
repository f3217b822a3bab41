using AutoValley.Telemetry;
using AutoValley.Testing;
using AutoValley.Testing.Influx;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>A real InfluxDB that is killed, halted or out of disk: batches are taken all the while, and every sample is there once when it is back.</summary>
public sealed class InfluxOutageTests : IAsyncLifetime
{
    private const int Batches = 400;
    private const int SamplesABatch = 50;

    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 14 });
    private InfluxProcess influx = null!;
    private string database = "";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await test.DisposeAsync();
        if (influx is not null)
            await influx.DisposeAsync();
    }

    [ToolFact("influxd")]
    public async Task Kill_WhileItIsWrittenTo_LosesAndDoublesNothing()
    {
        await StartAsync();
        var session = test.Vehicle.NewSession();
        for (var sequence = 1; sequence <= Batches; sequence++)
        {
            await test.Store.AppendAsync(Batch(session, sequence), default);
            if (sequence % 100 == 50)
                await influx.KillAsync();
            if (sequence % 100 == 0)
                await influx.RestartAsync();
        }
        await AssertAllAsync();
    }

    [ToolFact("influxd")]
    public async Task Kill_BeforeAnything_OnlyDelays()
    {
        await StartAsync();
        await influx.KillAsync();
        var session = test.Vehicle.NewSession();
        for (var sequence = 1; sequence <= Batches; sequence++)
            Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(Batch(session, sequence), default));
        var sealing = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        Assert.Contains($"InfluxDB at {influx.Url} cannot be reached", sealing.Message, StringComparison.Ordinal);
        var reading = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAllAsync(test.Speed));
        Assert.Contains("cannot be reached", reading.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.GetLatestAsync([test.Speed], default).AsTask());
        var warnings = test.Store.Health.Warnings;
        Assert.Contains("takes no samples since 20", warnings[0], StringComparison.Ordinal);
        Assert.Contains(" bytes of journal wait to be sealed, the oldest received at ", Assert.Single(warnings.Skip(1)), StringComparison.Ordinal);
        Assert.NotNull((await test.Store.GetStatisticsAsync(default)).Remote!.DownSince);
        await influx.RestartAsync();
        await AssertAllAsync();
        Assert.Empty(test.Store.Health.Warnings);
    }

    [ToolFact("influxd")]
    public async Task Halt_WithoutAnAnswer_IsTriedAgain()
    {
        await StartAsync();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(Batch(session, 1), default);
        await test.Store.SealAsync(default);
        influx.Halt();
        for (var sequence = 2; sequence <= Batches; sequence++)
            await test.Store.AppendAsync(Batch(session, sequence), default);
        var sealing = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        Assert.Contains("does not answer within 2 s", sealing.Message, StringComparison.Ordinal);
        influx.Resume();
        await AssertAllAsync();
    }

    [SmallDiskFact("influxd")]
    public async Task DiskFull_OfInfluxDb_OnlyDelays()
    {
        using var disk = new SmallDisk(24);
        await StartAsync(disk.Folder);
        var session = test.Vehicle.NewSession();
        for (var sequence = 1; sequence <= Batches / 2; sequence++)
            await test.Store.AppendAsync(Batch(session, sequence), default);
        await test.Store.SealAsync(default);
        disk.Fill();
        for (var sequence = (Batches / 2) + 1; sequence <= Batches; sequence++)
            await test.Store.AppendAsync(Batch(session, sequence), default);
        var sealing = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        Assert.Contains("answers 500", sealing.Message, StringComparison.Ordinal);
        disk.Free();
        // InfluxDB 1.6 goes on to refuse until it is started again: its log keeps the error.
        await influx.KillAsync();
        await influx.RestartAsync();
        await AssertAllAsync();
        Assert.Equal(0, test.Catalogue.DeadLetterTotal);
        await influx.DisposeAsync();
        influx = null!;
    }

    private async Task StartAsync(string? folder = null)
    {
        influx = await InfluxProcess.StartAsync(folder);
        database = await test.UseInfluxAsync(influx.Url, options => options with { Timeout = TimeSpan.FromSeconds(2) });
        await test.Store.ReadAllAsync(test.Vehicle.NewSession().Signals.First().Value);
    }

    private static AcceptedBatch Batch(Session session, int sequence) => TestVehicle.Speeds(
        session, (ulong)sequence, [.. Enumerable.Range(sequence * SamplesABatch, SamplesABatch).Select(time => (long)time * 1_000_000)]);

    private async Task AssertAllAsync()
    {
        await test.SealPatientlyAsync();
        Assert.Equal(0, test.Store.Health.JournalBytes);
        Assert.Equal(Batches * SamplesABatch, await influx.CountAsync(database));
        Assert.Equal(
            Enumerable.Range(SamplesABatch, Batches * SamplesABatch).Select(time => (time * 1_000_000L, SampleValue.Of(time * 1_000_000.0))),
            await test.Store.ReadAllAsync(test.Speed));
    }
}
