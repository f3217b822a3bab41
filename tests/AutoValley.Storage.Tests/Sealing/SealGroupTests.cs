using System.Runtime.InteropServices;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>From batches to columns.</summary>
public sealed class SealGroupTests : IDisposable
{
    private static readonly DaySpan AllDays = new(UnixTime.DayOf(long.MinValue), UnixTime.DayOf(long.MaxValue));

    private readonly TemporaryFolder folder = new();
    private readonly SqliteCatalogue catalogue;
    private readonly Session session;

    public SealGroupTests()
    {
        catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        session = new TestVehicle(catalogue).NewSession();
    }

    public void Dispose()
    {
        catalogue.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Columns_RandomBatches_AreTheSamplesInOrderAndTheLastOfATimeWins()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var batches = Enumerable.Range(1, random.Next(1, 8)).Select(number => (Sequence: (ulong)number, Random(random))).ToArray();
            var expected = Expected(batches);
            random.Shuffle(batches);
            var group = new SealGroup(Segment([.. batches.Select(batch => Batch(batch.Sequence, batch.Item2))]), new NoneUnusable(), DayLimits.None);
            var found = group.Columns(AllDays).ToDictionary(column => column.Series.Name, Copy);
            Assert.Equal(expected.Keys.Order(), found.Keys.Order());
            Assert.All(expected, entry => Assert.Equal(entry.Value, found[entry.Key]));
        }
    }

    [Fact]
    public void Columns_OfOneTimeBaseInEveryBatch_ShareTheirTimes()
    {
        var batches = Enumerable.Range(1, 3).Select(number =>
        {
            var writer = new BatchWriter();
            var (common, own) = (writer.AddTimes([number * 10, (number * 10) + 1]), writer.AddTimes([number * 10]));
            writer.AddColumn(TestVehicle.Speed, common, Values.Of(new[] { 1.0, 2.0 }));
            writer.AddColumn(TestVehicle.Gear, common, Values.Of(new[] { 1L, 2L }));
            // Left out once, and so on its own from then on.
            if (number != 2)
                writer.AddColumn(TestVehicle.Brake, common, Values.Of(new[] { true, false }));
            writer.AddColumn(TestVehicle.Note, own, Values.Of(new[] { "a" }));
            return ((ulong)number, writer);
        });
        var columns = new SealGroup(Segment([.. batches.Select(batch => Batch(batch.Item1, batch.writer))]), new NoneUnusable(), DayLimits.None)
            .Columns(AllDays).ToDictionary(column => column.Series.Name, column => column.Samples.Times);
        Assert.Same(Memory(columns["Vehicle.Speed"]), Memory(columns["Vehicle.Gear"]));
        Assert.Equal([10L, 11, 20, 21, 30, 31], columns["Vehicle.Speed"].ToArray());
        Assert.Equal([10L, 11, 30, 31], columns["Vehicle.Brake"].ToArray());
        Assert.Equal([10L, 20, 30], columns["Vehicle.Note"].ToArray());
    }

    [Fact]
    public void Columns_HolesBetweenNumbers_AreColumnsOfTheirOwn()
    {
        ulong[] numbers = [1, 2, 4, 5, 9];
        var batches = numbers.Select(number => TestVehicle.Speeds(session, number, (long)number));
        var columns = new SealGroup(Segment([.. batches]), new NoneUnusable(), DayLimits.None).Columns(AllDays)
            .Select(column => (column.FirstSequence, column.LastSequence, column.Samples.Count));
        Assert.Equal([(1UL, 2UL, 2), (4UL, 5UL, 2), (9UL, 9UL, 1)], columns);
    }

    [Fact]
    public void Columns_OfSomeDays_LeaveTheOthersOut()
    {
        var day = UnixTime.NanosPerDay;
        var group = new SealGroup(
            Segment([TestVehicle.Speeds(session, 1, -1, 0, day - 1, day, 5 * day), TestVehicle.Speeds(session, 2, 1, 2 * day)]), new NoneUnusable(), DayLimits.None);
        Assert.Equal([-1, 0, 1, 2, 5], group.Days());
        Assert.Equal([0L, 1, day - 1, day], group.Columns(new DaySpan(0, 1)).Single().Samples.Times.ToArray());
        Assert.Equal([2 * day, 5 * day], group.Columns(new DaySpan(2, 5)).Single().Samples.Times.ToArray());
        Assert.Empty(group.Columns(new DaySpan(3, 4)));
    }

    // Some time bases, shared or not, ordered or not, and columns that come, go and come twice.
    private static BatchWriter Random(Random random)
    {
        var writer = new BatchWriter();
        var counts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(0, 5)).ToArray();
        foreach (var count in counts)
        {
            var times = Enumerable.Range(0, count).Select(_ => (long)random.Next(30)).ToArray();
            if (random.Next(2) == 0)
                Array.Sort(times);
            writer.AddTimes(times);
        }
        for (var columns = random.Next(0, 7); columns > 0; columns--)
        {
            var (signal, timeBase) = ((uint)random.Next(1, 5), random.Next(counts.Length));
            var numbers = Enumerable.Range(0, counts[timeBase]).Select(_ => random.Next(1_000)).ToArray();
            writer.AddColumn(signal, timeBase, signal switch
            {
                TestVehicle.Speed => Values.Of(Array.ConvertAll(numbers, number => number * 0.5)),
                TestVehicle.Gear => Values.Of(Array.ConvertAll(numbers, number => (long)number)),
                TestVehicle.Brake => Values.Of(Array.ConvertAll(numbers, number => number % 2 == 0)),
                _ => Values.Of(Array.ConvertAll(numbers, number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            });
        }
        return writer;
    }

    private Dictionary<string, (ulong, ulong, string)> Expected((ulong Sequence, BatchWriter Writer)[] batches)
    {
        Dictionary<string, SortedDictionary<long, SampleValue>> all = [];
        foreach (var (sequence, writer) in batches)
        {
            BatchView.TryRead(Batch(sequence, writer).Payload, BatchLimits.Default, out var view, out _);
            for (var column = 0; column < view!.Columns.Count; column++)
            {
                var samples = view.Decode(column);
                if (samples.Count == 0)
                    continue;
                var name = session.Find(view.Columns[column].Signal)!.Name;
                if (!all.TryGetValue(name, out var known))
                    all.Add(name, known = []);
                for (var index = 0; index < samples.Count; index++)
                    known[samples.Times.Span[index]] = SampleValue.At(samples.Values, index);
            }
        }
        return all.ToDictionary(
            entry => entry.Key, entry => (batches[0].Sequence, batches[^1].Sequence, string.Join(' ', entry.Value)));
    }

    private static (ulong, ulong, string) Copy(SealedColumn column)
    {
        var (times, values) = (column.Samples.Times, column.Samples.Values);
        var samples = Enumerable.Range(0, column.Samples.Count).Select(index => KeyValuePair.Create(times.Span[index], SampleValue.At(values, index)));
        return (column.FirstSequence, column.LastSequence, string.Join(' ', samples));
    }

    private static long[] Memory(ReadOnlyMemory<long> times) => MemoryMarshal.TryGetArray(times, out var array) ? array.Array! : [];

    private AcceptedBatch Batch(ulong sequence, BatchWriter writer) => TestVehicle.Batch(session, sequence, writer);

    private static JournalSegment Segment(params AcceptedBatch[] batches)
    {
        var segment = new JournalSegment(1);
        foreach (var batch in batches)
            segment.Add(new JournalRecord(batch.Session, batch.Sequence, batch.ReceiveTime, batch.Payload) { Position = segment.LastPosition + 1 });
        return segment;
    }

    private sealed class NoneUnusable : IUnusableSink
    {
        public void Add(JournalRecord record, string place, string reason, string detail) => Assert.Fail($"{place}: {reason}: {detail}");
    }
}
