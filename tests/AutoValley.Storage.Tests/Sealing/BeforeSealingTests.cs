using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Sealing;

public sealed class BeforeSealingTests : IAsyncLifetime
{
    private readonly List<(long Position, int Unsealed)> told = [];
    private readonly TestStore test;
    private bool refuses;
    private Session session = null!;

    public BeforeSealingTests() => test = new TestStore(options: standard => standard with { BeforeSealing = TellAsync });

    public Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Seal_Batches_TellsTheirPositionWhileTheyCanBeRead()
    {
        await AppendAsync(1, 2, 3);
        await test.Store.SealAsync(CancellationToken.None);
        Assert.Equal([(3L, 3)], told);
        Assert.Empty(test.Store.ReadUnsealed(0, 10));
    }

    [Fact]
    public async Task Seal_RefusedBefore_LeavesEverything()
    {
        refuses = true;
        await AppendAsync(1, 2);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(CancellationToken.None));
        Assert.Equal([1L, 2], test.Store.ReadUnsealed(0, 10).Select(batch => batch.Position));
        refuses = false;
        await test.Store.SealAsync(CancellationToken.None);
        Assert.Empty(test.Store.ReadUnsealed(0, 10));
    }

    [Fact]
    public async Task ReadUnsealed_BehindAPosition_GivesTheNextInOrder()
    {
        await AppendAsync(1, 2, 3, 4);
        Assert.Equal([3L, 4], test.Store.ReadUnsealed(2, 10).Select(batch => batch.Position));
        Assert.Equal([2ul, 3], test.Store.ReadUnsealed(1, 2).Select(batch => batch.Sequence));
        Assert.Empty(test.Store.ReadUnsealed(4, 10));
        Assert.Equal(4, test.Store.DurablePosition);
        await test.Store.SealAsync(CancellationToken.None);
        await AppendAsync(5);
        Assert.Equal([5L], test.Store.ReadUnsealed(0, 10).Select(batch => batch.Position));
    }

    private async Task AppendAsync(params ulong[] sequences)
    {
        foreach (var sequence in sequences)
            await test.Store.AppendAllAsync(TestVehicle.Speeds(session, sequence, (long)sequence));
    }

    private Task TellAsync(long position, CancellationToken cancellation)
    {
        if (refuses)
            throw new StoreUnavailableException("not yet");
        told.Add((position, test.Store.ReadUnsealed(0, 100).Count));
        return Task.CompletedTask;
    }
}
