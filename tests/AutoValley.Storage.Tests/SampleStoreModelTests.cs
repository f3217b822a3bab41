using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Storage.Tests;

/// <summary>Random appends, duplicates, late days, seals and restarts: the store answers as the plain model does.</summary>
public class SampleStoreModelTests
{
    [Fact]
    public void Store_AfterAnySteps_AnswersAsTheModel()
    {
        var steps = Arb.From(Gen.ListOf(ModelStep.Any), Shrink);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Plays).WithEndSize(50), Prop.ForAll(steps, list =>
        {
            // xunit gives tests no synchronization context, so that waiting here blocks nothing else.
            Task.Run(() => PlayAsync(list)).GetAwaiter().GetResult();
        }));
    }

    /// <summary>Random plays of a run.</summary>
    protected virtual int Plays => 40;

    /// <summary>A store to play on.</summary>
    private protected virtual Task<TestStore> NewStoreAsync() =>
        Task.FromResult(new TestStore(options: options => options with { SegmentBytes = 1_024, MaximumUnsealedBytes = 3_000, MaximumOpenDays = 2 }));

    private static IEnumerable<List<ModelStep>> Shrink(IList<ModelStep> steps) =>
        Enumerable.Range(0, steps.Count).Select(left => steps.Where((_, index) => index != left).ToList());

    private async Task PlayAsync(IEnumerable<ModelStep> steps)
    {
        await using var test = await NewStoreAsync();
        var (model, away, inner) = (new Model(), new BackEndAway(), test.WrapBackEnd);
        test.WrapBackEnd = backEnd => away.Around(inner(backEnd));
        await test.ReopenAsync();
        Session[] sessions = [test.Vehicle.NewSession(), test.Vehicle.NewSession(), test.Vehicle.NewSession()];
        foreach (var next in steps)
        {
            switch (next)
            {
                case AppendStep append:
                    await AppendAsync(test, model, test.Find(sessions[append.Session]), append);
                    break;
                case SealStep:
                    await SealAsync(test, away);
                    break;
                case AwayStep step:
                    away.IsAway = step.IsAway;
                    break;
                case CompactStep { Thorough: false }:
                    await test.Store.CompactAsync(null, default);
                    break;
                case CompactStep:
                    await test.CompactAsync();
                    break;
                case ReopenStep:
                    await test.ReopenAsync();
                    break;
                case CompareStep compare:
                    await CompareAsync(test, model, new Random(compare.Seed));
                    break;
            }
        }
        away.IsAway = false;
        foreach (var session in sessions)
            Assert.Equal(model.Watermark(session.Id), test.Store.GetWatermark(session).ToString());
        await CompareAllAsync(test, model);
        await test.Store.SealAsync(default);
        await CompareAllAsync(test, model);
        await test.CompactAsync();
        await CompareAllAsync(test, model);
        await test.ReopenAsync();
        await CompareAllAsync(test, model);
    }

    private static async Task SealAsync(TestStore test, BackEndAway away)
    {
        try
        {
            await test.Store.SealAsync(default);
        }
        catch (StoreUnavailableException) when (away.IsAway)
        {
        }
    }

    private static async Task AppendAsync(TestStore test, Model model, Session session, AppendStep step)
    {
        var columns = step.Columns().ToArray();
        var samples = columns.SelectMany(column => column.Times.Select(
            (time, index) => (test.Vehicle.Series(column.Signal).Id, time, SampleValue.At(column.Values, index))));
        var expected = model.Append(session.Id, step.Sequence, samples) ? AppendOutcome.Appended : AppendOutcome.Duplicate;
        Assert.Equal(expected, await test.Store.AppendAsync(TestVehicle.Batch(session, step.Sequence, columns), default));
    }

    private static async Task CompareAsync(TestStore test, Model model, Random random)
    {
        long[] edges = [long.MinValue, -UnixTime.NanosPerDay, 0, 4, 7, UnixTime.NanosPerDay, UnixTime.NanosPerDay + 3, long.MaxValue];
        var (one, other) = (edges[random.Next(edges.Length)], edges[random.Next(edges.Length)]);
        await CompareAsync(test, model, new TimeRange(Math.Min(one, other), Math.Max(one, other)), random.Next(1, 30));
    }

    private static async Task CompareAllAsync(TestStore test, Model model)
    {
        await CompareAsync(test, model, TimeRange.All, 5);
        foreach (var signal in TestVehicle.Signals)
        {
            var series = test.Vehicle.Series(signal.Id);
            var latest = await test.Store.GetLatestAsync([series], default);
            Assert.Equal(model.Read(series.Id, TimeRange.All).TakeLast(1).Select(last => new LatestSample(series, last.Time, last.Value)), latest);
        }
    }

    private static async Task CompareAsync(TestStore test, Model model, TimeRange range, long bucket)
    {
        foreach (var signal in TestVehicle.Signals)
        {
            var series = test.Vehicle.Series(signal.Id);
            var expected = model.Read(series.Id, range);
            Assert.Equal(expected, await test.Store.ReadAllAsync(series, range));
            if (signal.Type != SignalType.Text)
                Assert.Equal(Model.Buckets(expected, bucket), await test.Store.AggregateAllAsync(series, bucket, range));
        }
    }
}
