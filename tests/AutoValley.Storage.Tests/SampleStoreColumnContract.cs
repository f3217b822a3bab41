using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Tests;

/// <summary>What every <see cref="ISampleStore"/> tells of columns: encoded, and as stretches. Equal to what its plain reads give.</summary>
public abstract class SampleStoreColumnContract : SampleStoreContract
{
    [Theory]
    [MemberData(nameof(States))]
    public async Task ReadEncoded_AnyPieces_EqualsRead(Sealed state)
    {
        await PlayManyAsync(state);
        var vehicle = new TestVehicle(Catalogue);
        foreach (var series in TestVehicle.Signals.Select(signal => vehicle.Series(signal.Id)))
        {
            foreach (var range in Ranges)
                Assert.Equal(await Store.ReadAllAsync(series, range), await DecodeAllAsync(series, range));
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Summaries_AnyPieces_HoldEachSampleOnce(Sealed state)
    {
        await PlayManyAsync(state);
        var vehicle = new TestVehicle(Catalogue);
        foreach (var series in new[] { TestVehicle.Speed, TestVehicle.Gear, TestVehicle.Brake }.Select(vehicle.Series))
        {
            foreach (var range in Ranges)
            {
                var samples = await Store.ReadAllAsync(series, range);
                foreach (var finest in new long[] { 0, 3, 1_000, 1_500, 6_000, long.MaxValue })
                    AssertStretches(samples, await Store.SummariesAsync(series, range, finest, default).ToListAsync(), finest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Aggregate_AnyPieces_EqualsTheSamples(Sealed state)
    {
        await PlayManyAsync(state);
        var vehicle = new TestVehicle(Catalogue);
        foreach (var series in new[] { TestVehicle.Speed, TestVehicle.Gear, TestVehicle.Brake }.Select(vehicle.Series))
        {
            foreach (var range in Ranges)
            {
                var samples = await Store.ReadAllAsync(series, range);
                foreach (var bucket in new long[] { 1, 10, 100, 1_000, 1_024, 3_100, 7_000, UnixTime.NanosPerDay, long.MaxValue })
                {
                    var expected = Model.Buckets(samples, bucket);
                    Assert.Equal(expected, await Store.AggregateAllAsync(series, bucket, range));
                    AssertDeviations(expected, samples, await Store.AggregateAllAsync(series, new BucketRequest(bucket, true), range));
                }
            }
        }
    }

    [Fact]
    public void Aggregate_TextOrNoBucket_IsRefused()
    {
        var vehicle = new TestVehicle(Catalogue);
        vehicle.NewSession();
        Assert.ThrowsAny<ArgumentException>(() => Store.AggregateAsync(vehicle.Series(TestVehicle.Note), TimeRange.All, 1, default));
        Assert.ThrowsAny<ArgumentException>(() => Store.AggregateAsync(vehicle.Series(TestVehicle.Speed), TimeRange.All, 0, default));
    }

    [Fact]
    public async Task Summaries_OfOneStretch_AreAsCoarseAsTheyMayBe()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(Sealed.AtEnd, TestVehicle.Speeds(session, 1, [.. Enumerable.Range(0, 5_000).Select(index => (long)index)]));
        var speed = new TestVehicle(Catalogue).Series(TestVehicle.Speed);
        Assert.Equal(
            [new SampleStretch(0, 4_999, 5_000, 0, 4_999, 0, 4_999)],
            await Store.SummariesAsync(speed, TimeRange.All, long.MaxValue, default).ToListAsync());
    }

    [Fact]
    public void Summaries_TextOrNegativeSpan_AreRefused()
    {
        var vehicle = new TestVehicle(Catalogue);
        vehicle.NewSession();
        Assert.ThrowsAny<ArgumentException>(() => Store.SummariesAsync(vehicle.Series(TestVehicle.Note), TimeRange.All, 1, default));
        Assert.ThrowsAny<ArgumentException>(() => Store.SummariesAsync(vehicle.Series(TestVehicle.Speed), TimeRange.All, -1, default));
    }

    private static TimeRange[] Ranges =>
        [TimeRange.All, new(0, 5_000), new(17, 4_321), new(4_990, 9_000), new(1_024, 2_048), new(20, 20), new(-5, 0), new(30_000, long.MaxValue)];

    // Long, short, late and overlapping pieces of all types, with NaN.
    private async Task PlayManyAsync(Sealed state)
    {
        var vehicle = new TestVehicle(Catalogue);
        var (early, late) = (vehicle.NewSession(), vehicle.NewSession());
        await PlayAsync(
            state, Many(early, 1, 0, 5_000), Many(early, 2, 5_000, 10), Many(early, 4, 6_000, 3_000), Many(late, 1, 4_995, 20), Many(early, 3, 2_000, 5),
            Many(early, 5, 20_000, 1), Many(early, 6, 20_100, 2_500), Many(late, 2, UnixTime.NanosPerDay - 50, 100));
    }

    private static AcceptedBatch Many(Session session, ulong sequence, long start, int count)
    {
        var times = Enumerable.Range(0, count).Select(index => start + index).ToArray();
        return TestVehicle.Batch(
            session, sequence,
            (TestVehicle.Speed, times, Values.Of(Array.ConvertAll(times, time => time % 7 == 0 ? double.NaN : time % 10_000 * 0.25))),
            (TestVehicle.Gear, times, Values.Of(Array.ConvertAll(times, time => time % 5))),
            (TestVehicle.Brake, times, Values.Of(Array.ConvertAll(times, time => time % 300 < 9))),
            (TestVehicle.Note, times, Values.Of(Array.ConvertAll(times, time => $"text {time % 3}"))));
    }

    private async Task<List<(long Time, SampleValue Value)>> DecodeAllAsync(Series series, TimeRange range)
    {
        List<(long, SampleValue)> found = [];
        await foreach (var slice in Store.ReadEncodedAsync(series, range, default))
        {
            Assert.InRange(slice.Count, 1, 32 * 1024);
            var (times, values) = (ColumnCodec.DecodeTimes(slice.Times.Span, slice.Count), ColumnCodec.Decode(slice.Values.Span, slice.Count));
            Assert.Equal((slice.Count, slice.First, slice.Last, series.Type), (times.Length, times[0], times[^1], values.Type));
            for (var index = 0; index < times.Length; index++)
                found.Add((times[index], SampleValue.At(values, index)));
        }
        return found;
    }

    private static void AssertDeviations(List<Bucket> expected, List<(long Time, SampleValue Value)> samples, List<Bucket> found)
    {
        Assert.Equal(expected, found.Select(bucket => bucket with { SquaredDeviations = double.NaN }));
        var at = 0;
        foreach (var bucket in found)
        {
            var numbers = samples.GetRange(at, (int)bucket.Count).Select(sample => Model.Number(sample.Value)).Where(number => !double.IsNaN(number)).ToArray();
            at += (int)bucket.Count;
            var squares = numbers.Length == 0 ? double.NaN : numbers.Sum(number => (number - bucket.Mean) * (number - bucket.Mean));
            Assert.Equal(squares, bucket.SquaredDeviations, double.IsNaN(squares) ? 0 : 1e-9 * Math.Max(1, squares));
        }
    }

    private static void AssertStretches(List<(long Time, SampleValue Value)> samples, List<SampleStretch> stretches, long finest)
    {
        var at = 0;
        foreach (var stretch in stretches)
        {
            var held = samples.GetRange(at, (int)stretch.Count);
            at += held.Count;
            Assert.True(stretch.Last - stretch.First <= finest, $"{stretch} reaches over more than {finest}");
            Assert.Equal((held[0].Time, held[^1].Time), (stretch.First, stretch.Last));
            var bucket = Model.Buckets(held, long.MaxValue).Aggregate(Join);
            Assert.Equal(
                (bucket.Count, bucket.Min, bucket.Max, bucket.First, bucket.Last),
                (stretch.Count, stretch.Min, stretch.Max, stretch.FirstValue, stretch.LastValue));
        }
        Assert.Equal(samples.Count, at);
    }

    private static Bucket Join(Bucket one, Bucket other) => throw new InvalidOperationException($"{one} and {other} in one stretch");
}
