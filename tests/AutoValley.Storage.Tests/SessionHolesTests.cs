namespace AutoValley.Storage.Tests;

/// <summary>Holes between a session's batch numbers: no more than there may be, and numbers that are settled without a batch.</summary>
public sealed class SessionHolesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_OneHoleTooMany_IsNotStoredAlsoAfterAReopen(bool isSealed)
    {
        await using var test = new TestStore(options: options => options with { MaximumSessionHoles = 2 });
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(Speeds(session, 1), Speeds(session, 3), Speeds(session, 5));
        if (isSealed)
            await test.Store.SealAsync(default);
        await test.ReopenAsync();
        session = test.Find(session);
        Assert.Equal(AppendOutcome.TooManyHoles, await test.Store.AppendAsync(Speeds(session, 7), default));
        Assert.Equal(AppendOutcome.Duplicate, await test.Store.AppendAsync(Speeds(session, 3), default));
        await test.AssertSpeedTimesAsync(1, 3, 5);
        // Another session has its own.
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(Speeds(test.Vehicle.NewSession(), 70), default));
    }

    [Fact]
    public async Task Append_ManyAtOnceBehindTheLast_MakeNoHole()
    {
        await using var test = new TestStore(options: options => options with { MaximumSessionHoles = 0 });
        var session = test.Vehicle.NewSession();
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(Speeds(session, 5), default));
        // None of them is durable when the next one comes, so that each has its neighbour among those under way.
        await test.Store.AppendAllAsync([.. Enumerable.Range(6, 50).Select(number => Speeds(session, (ulong)number))]);
        await test.Store.AppendAllAsync(Speeds(session, 4), Speeds(session, 3));
        Assert.Equal("3-55", test.Store.GetWatermark(session).ToString());
        Assert.Equal(AppendOutcome.TooManyHoles, await test.Store.AppendAsync(Speeds(session, 57), default));
        Assert.Equal(AppendOutcome.TooManyHoles, await test.Store.AppendAsync(Speeds(session, 1), default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settle_Number_IsInTheWatermarkForGoodAndHasNoSamples(bool isSealed)
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(Speeds(session, 1));
        test.Store.Settle(session, 2);
        test.Store.Settle(session, 2);
        await test.Store.AppendAllAsync(Speeds(session, 3));
        Assert.Equal("1-3", test.Store.GetWatermark(session).ToString());
        if (isSealed)
            await test.Store.SealAsync(default);
        await test.ReopenAsync();
        session = test.Find(session);
        Assert.Equal("1-3", test.Store.GetWatermark(session).ToString());
        Assert.Equal(AppendOutcome.Duplicate, await test.Store.AppendAsync(Speeds(session, 2), default));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(1, 3);
        Assert.Equal(0, test.Catalogue.DeadLetterTotal);
    }

    private static AcceptedBatch Speeds(Session session, ulong sequence) => TestVehicle.Speeds(session, sequence, (long)sequence);
}
