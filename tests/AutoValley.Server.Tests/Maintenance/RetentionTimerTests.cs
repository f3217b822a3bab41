using AutoValley.Server.Maintenance;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Maintenance;

public sealed class RetentionTimerTests : IAsyncLifetime
{
    private readonly Rooms rooms = new();
    private readonly VirtualTime clock = new();
    private readonly RetentionStatus status = new();
    private readonly LogSignal<RetentionTimer> log = new();

    public Task InitializeAsync() => rooms.SealAsync(1, 2, UnixTime.NanosPerDay, UnixTime.Now(TimeProvider.System));

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task Execute_Limits_PassesAtTheStartAndAtEveryInterval()
    {
        using var timer = Timer(new RetentionOptions { MaximumAge = TimeSpan.FromDays(2), Interval = TimeSpan.FromMinutes(1) });
        await timer.StartAsync(CancellationToken.None);
        await NextPassAsync();
        Assert.Equal((2, 6), (status.DeletedDays, status.DeletedSamples));

        await rooms.SealAsync(3);
        clock.Advance(TimeSpan.FromMinutes(1));
        await NextPassAsync();
        Assert.Equal((3, 8, ""), (status.DeletedDays, status.DeletedSamples, status.OverReason));
        await timer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Execute_PinnedRun_TellsWhyTheStoreIsOverItsBytes()
    {
        rooms.Catalogue.AddRun(new Run("lap", [StoredDays.Car], 0, 1, "", "client"));
        rooms.Catalogue.PinRun("lap", true);
        using var timer = Timer(new RetentionOptions { MaximumBytes = 1, Interval = TimeSpan.FromMinutes(1) });
        await timer.StartAsync(CancellationToken.None);
        var pass = await NextPassAsync();
        Assert.Equal($"1 days of {pass.PinnedBytes} bytes are kept by pinned runs", status.OverReason);
        await timer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Execute_StoreClosing_FailsAndSaysSo()
    {
        await rooms.Store.DisposeAsync();
        using var timer = Timer(new RetentionOptions { MaximumAge = TimeSpan.FromDays(2) });
        await timer.StartAsync(CancellationToken.None);
        await log.UntilAsync(5051);
        Assert.Equal("the store is closing", status.Failure);
        await timer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Execute_NoLimits_EndsAtOnce()
    {
        using var timer = Timer(new RetentionOptions());
        await timer.StartAsync(CancellationToken.None);
        await timer.ExecuteTask!;
        Assert.Null(status.Last);
    }

    private RetentionTimer Timer(RetentionOptions options) => new(rooms.Maintenance, options, status, clock, log);

    private async Task<Storage.Maintenance.RetentionPass> NextPassAsync()
    {
        await log.UntilAsync(5052);
        return status.Last!;
    }
}
