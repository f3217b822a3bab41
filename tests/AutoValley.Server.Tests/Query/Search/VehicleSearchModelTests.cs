using AutoValley.Server.Query.Search;
using AutoValley.Server.Query.Search.Spans;
using AutoValley.Server.Tests.Query.Search.Spans;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Tests.Query.Search;

/// <summary>Random signals, predicates, ranges and ages: the search finds what evaluating at every instant finds.</summary>
public sealed class VehicleSearchModelTests
{
    private const int End = 60;

    private static readonly Vehicle Car = new(1, new VehicleName("acme", "car"));

    [Fact]
    public async Task Find_Anything_IsWhatEvaluatingAtEveryInstantFinds()
    {
        for (var seed = 0; seed < 1_000; seed++)
            await CompareAsync(seed);
    }

    private static async Task CompareAsync(int seed)
    {
        var random = new Random(seed);
        var (store, memory) = MemoryStore.Create();
        (memory.StretchLength, memory.SliceLength) = (1 << random.Next(5), random.Next(1, 6));
        var signals = Signals(random, memory);
        var predicate = RandomPredicate.Of(random);
        var from = random.Next(End);
        var question = new SearchQuestion(
            PredicateParser.Parse(predicate.Text), new TimeRange(from, random.Next(from, End + 10)), (ulong)random.Next(4),
            new MaximumAge(random.Next(3) switch { 0 => 0, 1 => random.Next(1, 4), _ => random.Next(4, 30) }));
        var costs = new ReadingCosts { Statistics = random.Next(4), Start = random.Next(20) };
        var found = await new VehicleSearch(store, question) { Costs = costs }.FindAsync(
            signal => signals.TryGetValue(signal, out var held) ? [.. held.Select(one => one.Series)] : [], CancellationToken.None).ToListAsync();
        var expected = Expected(predicate, question, signals);
        Assert.True(
            expected.SequenceEqual(found),
            $"seed {seed}: {predicate.Text} in {question.Range}, {question.MaximumAge}\n"
            + $"expected {string.Join(" ", expected)}\nfound    {string.Join(" ", found)}\n{Shown(signals)}");
    }

    private static List<FoundSpan> Expected(
        RandomPredicate predicate, SearchQuestion question, Dictionary<string, (Series Series, Samples Samples)[]> signals)
    {
        List<FoundSpan> expected = [];
        var range = question.Range;
        for (var instant = range.From; instant < range.To; instant++)
        {
            var now = instant;
            if (predicate.Holds(signal => ValueAt(signals, signal, now, question.MaximumAge.Nanos)) != true)
                continue;
            if (expected.Count > 0 && expected[^1].To == instant)
                expected[^1] = expected[^1] with { To = instant + 1, IsCutAtTo = instant + 1 == range.To };
            else
                expected.Add(new FoundSpan(instant, instant + 1, instant == range.From, instant + 1 == range.To));
        }
        return [.. expected.Where(span => span.To - span.From >= (long)question.MinimumDurationNanos)];
    }

    private static SampleValue? ValueAt(Dictionary<string, (Series Series, Samples Samples)[]> signals, string signal, long instant, long maximumAge)
    {
        var before = signals.GetValueOrDefault(signal, [])
            .SelectMany(one => Enumerable.Range(0, one.Samples.Count).Select(index => (
                Time: one.Samples.Times.Span[index], one.Series.Id, Value: SampleValue.At(one.Samples.Values, index))))
            .Where(sample => sample.Time <= instant).DefaultIfEmpty().MaxBy(sample => (sample.Time, sample.Id));
        return before.Id > 0 && (maximumAge == 0 || instant - before.Time < maximumAge) ? before.Value : null;
    }

    // A double, an integer, a boolean, two texts, and a signal that was an integer before it became a double.
    private static Dictionary<string, (Series Series, Samples Samples)[]> Signals(Random random, MemoryStore memory)
    {
        double[] doubles = [double.NaN, -1, -0.0, 0, 1, 1.5, 2, 9007199254740992.0];
        long[] integers = [-1, 0, 1, 2, 9007199254740992, 9007199254740993];
        return new()
        {
            ["D"] = [Put(1, "D", SignalType.Double, count => Values.Of(Any(doubles, count)))],
            ["I"] = [Put(2, "I", SignalType.Integer, count => Values.Of(Any(integers, count)))],
            ["B"] = [Put(3, "B", SignalType.Boolean, count => Values.Of(Any([true, false], count)))],
            ["T"] = [Put(4, "T", SignalType.Text, count => Values.Of(Any(["x", "y", "z"], count)))],
            ["U"] = [Put(5, "U", SignalType.Text, count => Values.Of(Any(["x", "y"], count)))],
            ["C"] =
            [
                Put(7, "C", SignalType.Double, count => Values.Of(Any(doubles, count))),
                Put(6, "C", SignalType.Integer, count => Values.Of(Any(integers, count))),
            ],
        };

        // Runs of the same value, so that statistics decide something.
        T[] Any<T>(T[] values, int count)
        {
            var chosen = new T[count];
            for (var index = 0; index < count; index++)
                chosen[index] = index > 0 && random.Next(4) > 0 ? chosen[index - 1] : values[random.Next(values.Length)];
            return chosen;
        }

        (Series, Samples) Put(int id, string name, SignalType type, Func<int, Values> make)
        {
            var every = random.Next(1, 12);
            long[] times = [.. Enumerable.Range(-20, End + 20).Where(_ => random.Next(every) == 0).Select(time => (long)time)];
            var (series, samples) = (new Series(id, Car, name, type, "", ""), new Samples(times, make(times.Length)));
            memory.Put(series, times, samples.Values);
            return (series, samples);
        }
    }

    private static string Shown(Dictionary<string, (Series Series, Samples Samples)[]> signals) => string.Join('\n', signals.SelectMany(
        signal => signal.Value.Select(one => $"{signal.Key}: " + string.Join(
            " ", Enumerable.Range(0, one.Samples.Count).Select(index => $"{one.Samples.Times.Span[index]}={SampleValue.At(one.Samples.Values, index)}")))));
}
