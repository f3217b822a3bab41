using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests;

/// <summary>A store of one of the back ends, and what the contract's tests do with it.</summary>
public abstract class StoreUnderContract : IAsyncLifetime
{
    protected abstract ICatalogue Catalogue { get; }

    protected abstract ISampleStore Store { get; }

    /// <summary>The earliest time that the back end keeps.</summary>
    protected virtual long FirstTime => long.MinValue;

    /// <summary>Whether the back end tells chunks and bytes of what is sealed.</summary>
    protected virtual bool HasFiles => true;

    /// <summary>What a back end does with sealed samples of itself, sooner or later.</summary>
    protected virtual Task SettleAsync() => Task.CompletedTask;

    /// <summary>Closes store and catalogue, and opens them again.</summary>
    protected abstract Task ReopenAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public abstract Task DisposeAsync();

    public static TheoryData<Sealed> States => [.. Enum.GetValues<Sealed>()];

    /// <summary>Appends the batches one by one and seals as the state says.</summary>
    protected async Task PlayAsync(Sealed state, params AcceptedBatch[] batches)
    {
        for (var index = 0; index < batches.Length; index++)
        {
            Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(batches[index], default));
            if (state != Sealed.Between || index == batches.Length - 1)
                continue;
            await Store.SealAsync(default);
            await SettleAsync();
        }
        if (state == Sealed.AfterReopen)
            await ReopenAsync();
        if (state is Sealed.AtEnd or Sealed.AfterReopen)
            await Store.SealAsync(default);
        await SettleAsync();
    }

    protected async Task AssertTimesAsync(Series series, TimeRange range, params long[] expected) =>
        Assert.Equal(expected, await Store.ReadTimesAsync(series, range));

    protected static AcceptedBatch Speed(Session session, ulong sequence, long time, double value) =>
        TestVehicle.Batch(session, sequence, (TestVehicle.Speed, [time], Values.Of(new[] { value })));

    protected Task<List<(long Time, SampleValue Value)>> ReadSpeedAsync() => Store.ReadAllAsync(new TestVehicle(Catalogue).Series(TestVehicle.Speed));

    protected Session Find(Session session) => Catalogue.FindSession(Catalogue.FindVehicle(session.Vehicle.Name)!, session.SessionId)!;
}
