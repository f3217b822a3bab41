using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Reading;

public sealed class PlotReductionTests : IAsyncLifetime
{
    private const long Millisecond = 1_000_000;

    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 20 });
    private ulong sequence;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Reduce_NoMoreThanTheMaximum_IsAllSamplesAsTheyAre()
    {
        await AddAsync(10, index => index == 3 ? double.NaN : index);
        var reduction = await ReduceAsync(10);
        Assert.Equal((10L, 0, 0), (reduction.Count, reduction.Stretches.Count, reduction.Gaps.Count));
        Assert.Equal(await test.Store.ReadAllAsync(test.Speed), SamplesOf(reduction));
    }

    [Fact]
    public async Task Reduce_NothingThere_IsNothing()
    {
        await AddAsync(10, index => index);
        Assert.Same(Reduction.Nothing, await ReduceAsync(10, range: new TimeRange(1, Millisecond)));
    }

    [Theory]
    [InlineData(100_000, 200, true)]
    [InlineData(100_000, 2_000, true)]
    [InlineData(100_000, 20_000, true)]
    [InlineData(100_000, 200, false)]
    [InlineData(5_000, 4_000, false)]
    [InlineData(300, 4, true)]
    public async Task Reduce_MinMax_HoldsEverySampleInOneStretch(int count, int maximum, bool isSealed)
    {
        var random = new Random(1);
        await AddAsync(count, index => index % 977 == 0 ? double.NaN : random.NextDouble() + (index == count / 3 ? 1_000 : 0), isSealed);
        var range = new TimeRange(7 * Millisecond, (count - 5) * Millisecond);
        var all = await test.Store.ReadAllAsync(test.Speed, range);
        var reduction = await ReduceAsync(maximum, range: range);
        Assert.Equal(all.Count, reduction.Count);
        Assert.InRange(reduction.Stretches.Count, Math.Min(maximum / 2, all.Count / 1_024) / 8, maximum / 2);
        var next = 0;
        foreach (var stretch in reduction.Stretches)
        {
            var part = all[next..(next + (int)stretch.Count)];
            next += (int)stretch.Count;
            var numbers = part.Select(sample => sample.Value.Double).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).ToArray();
            Assert.Equal(
                new SampleStretch(part[0].Time, part[^1].Time, part.Count, numbers.Min(), numbers.Max(), numbers[0], numbers[^1]), stretch);
        }
        Assert.Equal(all.Count, next);
        Assert.Empty(reduction.Gaps);
    }

    [Fact]
    public async Task Reduce_Gap_IsToldAndNotBridged()
    {
        await AddAsync(10_000, index => index);
        await AddAsync(10_000, index => index, start: 20_000 * Millisecond);
        foreach (var maximum in new[] { 100, 2_000, 20_000 })
        {
            var reduction = await ReduceAsync(maximum);
            Assert.Equal([new TimeRange(9_999 * Millisecond, 20_000 * Millisecond)], reduction.Gaps);
            Assert.DoesNotContain(reduction.Stretches, stretch => stretch.First < 10_000 * Millisecond && stretch.Last >= 20_000 * Millisecond);
            Assert.Empty((await ReduceAsync(maximum, gap: 20_000 * (ulong)Millisecond)).Gaps);
        }
        Assert.Equal(19_999, (await ReduceAsync(20_000, gap: 1)).Gaps.Count);
    }

    [Theory]
    [InlineData(50_000, 100)]
    [InlineData(50_000, 10_000)]
    [InlineData(50_000, 4)]
    [InlineData(1_200_000, 100)]
    public async Task Reduce_Triangles_AreSamplesThatThereAreWithThePeaks(int count, int maximum)
    {
        await AddAsync(count, index => index == count / 2 ? 50 : index == (count / 2) + 1 ? -50 : index % 100 == 7 ? double.NaN : Math.Sin(index / 3_000.0));
        var reduction = await ReduceAsync(maximum, ReductionMethod.LargestTriangles);
        var all = (await test.Store.ReadAllAsync(test.Speed)).ToHashSet();
        var chosen = SamplesOf(reduction);
        Assert.Equal(count, reduction.Count);
        Assert.InRange(chosen.Count, Math.Max(2, maximum / 2), maximum);
        Assert.Equal(chosen.OrderBy(sample => sample.Time).DistinctBy(sample => sample.Time), chosen);
        Assert.All(chosen, sample => Assert.Contains(sample, all));
        Assert.Contains((count / 2 * Millisecond, SampleValue.Of(50.0)), chosen);
        Assert.Contains((((count / 2) + 1) * Millisecond, SampleValue.Of(-50.0)), chosen);
        Assert.Empty(reduction.Gaps);
    }

    [Fact]
    public async Task Reduce_IntegersAndBooleans_AreNumbers()
    {
        var times = Enumerable.Range(0, 100).Select(time => (long)time).ToArray();
        await test.Store.AppendAllAsync(TestVehicle.Batch(
            test.Vehicle.NewSession(), 1, (TestVehicle.Gear, times, Values.Of(times)), (TestVehicle.Brake, times, Values.Of(times.Select(time => time > 50).ToArray()))));
        var gear = await PlotReduction.ReduceAsync(test.Store, test.Vehicle.Series(TestVehicle.Gear), TimeRange.All, new(20), default);
        Assert.Equal(Enumerable.Range(0, 10).Select(row => new SampleStretch(row * 10, (row * 10) + 9, 10, row * 10, (row * 10) + 9, row * 10, (row * 10) + 9)), gear.Stretches);
        var brake = await PlotReduction.ReduceAsync(
            test.Store, test.Vehicle.Series(TestVehicle.Brake), TimeRange.All, new(10, ReductionMethod.LargestTriangles), default);
        Assert.Equal((0.0, 1.0), (SamplesOf(brake)[0].Value.Double, SamplesOf(brake)[^1].Value.Double));
    }

    [Fact]
    public async Task Reduce_ValuesThatAreAllNaN_ArePutOutOfTheLine()
    {
        await AddAsync(10_000, index => index is >= 4_000 and < 6_000 ? double.NaN : index);
        Assert.Contains((await ReduceAsync(200)).Stretches, stretch => double.IsNaN(stretch.Min) && double.IsNaN(stretch.LastValue));
        var triangles = await ReduceAsync(200, ReductionMethod.LargestTriangles);
        Assert.Equal([new TimeRange(3_999 * Millisecond, 6_000 * Millisecond)], triangles.Gaps);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20_001)]
    public async Task Reduce_MaximumOutOfBounds_IsRefused(int maximum)
    {
        await AddAsync(1, index => index);
        await Assert.ThrowsAsync<ArgumentException>(() => ReduceAsync(maximum));
    }

    private Task<Reduction> ReduceAsync(
        int maximum, ReductionMethod method = ReductionMethod.MinMax, ulong gap = 0, TimeRange? range = null) =>
        PlotReduction.ReduceAsync(test.Store, test.Speed, range ?? TimeRange.All, new ReductionOptions(maximum, method, gap), default);

    // A sample a millisecond, in batches as a vehicle sends them.
    private async Task AddAsync(int count, Func<int, double> valueOf, bool isSealed = true, long start = 0)
    {
        var session = test.Vehicle.NewSession();
        foreach (var part in Enumerable.Range(0, count).Chunk(50_000))
        {
            var times = part.Select(index => start + (index * Millisecond)).ToArray();
            await test.Store.AppendAllAsync(TestVehicle.Batch(session, ++sequence, (TestVehicle.Speed, times, Values.Of(part.Select(valueOf).ToArray()))));
        }
        if (isSealed)
            await test.Store.SealAsync(default);
    }

    private static List<(long Time, SampleValue Value)> SamplesOf(Reduction reduction) =>
        [.. Enumerable.Range(0, reduction.Samples!.Count).Select(index => (
            reduction.Samples.Times.Span[index], SampleValue.At(reduction.Samples.Values, index)))];
}
