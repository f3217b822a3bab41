using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Uplink;

public sealed class SendPlanTests : IDisposable
{
    private static readonly TimeSpan Zero = TimeSpan.Zero;
    private static readonly UplinkOptions Options = new() { Window = 8, BacklogBatches = 2, BacklogShare = 4, Random = () => 0 };

    private readonly SpoolFolder folder = new();
    private readonly SessionId old = SessionId.New();
    private readonly SessionId live = SessionId.New();
    private readonly BatchSpool spool;

    public SendPlanTests()
    {
        using (var earlier = folder.Open(old))
            SpoolFolder.Append(earlier, 1, 3);
        spool = folder.Open(live);
    }

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void TryTake_OnlyBacklog_TakesOldestFirstWithinItsWindow()
    {
        SpoolFolder.Append(spool, 1, 2);
        var plan = NewPlan();

        var first = Take(plan, Zero);
        Assert.Equal([(old, 1UL), (old, 2UL)], first.Select(Name));

        foreach (var batch in first)
            plan.Accepted(batch, Zero);
        Assert.Equal([(old, 3UL), (live, 1UL)], Take(plan, Zero).Select(Name));
    }

    [Fact]
    public void TryTake_LiveAndBacklog_GivesTheBacklogOneInFour()
    {
        var plan = NewPlan();
        SpoolFolder.Append(spool, 1, 20);

        var order = new List<bool>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(plan.TryTake(Zero, out var batch));
            order.Add(batch.Session == live);
            plan.Accepted(batch, Zero);
        }

        Assert.Equal([true, true, true, false, true, true, true, false, true, true, true, false], order);
    }

    [Fact]
    public void TryTake_BacklogWindowFull_LeavesTheRestToLive()
    {
        var plan = NewPlan();
        Assert.Equal(2, Take(plan, Zero).Count);
        SpoolFolder.Append(spool, 1, 20);

        var more = Take(plan, Zero);
        Assert.Equal(6, more.Count);
        Assert.All(more, batch => Assert.Equal(live, batch.Session));
    }

    [Fact]
    public void TryTake_UrgentBatches_GoBeforeAllOthersAndOnce()
    {
        SpoolFolder.Append(spool, 1, 6);
        var urgent = new UrgentBatches();
        urgent.Add(4);
        var plan = new SendPlan(spool, live, Options with { Window = 100 }) { Urgent = urgent };
        SpoolFolder.Append(spool, 7, 9);
        urgent.Add(8);
        Assert.Equal([(live, 4UL), (live, 8UL)], Take(plan, Zero).Take(2).Select(Name));

        // Another connection: all of them again, each once, but for what is durable.
        spool.Acknowledge(live, [new(4, 4)]);
        var next = new SendPlan(spool, live, Options with { Window = 100 }) { Urgent = urgent };
        var order = new List<ulong>();
        while (next.TryTake(Zero, out var batch))
        {
            if (batch.Session == live)
                order.Add(batch.Sequence);
            next.Accepted(batch, Zero);
        }
        Assert.Equal([8UL, 1, 2, 3, 5, 6, 7, 9], order);
    }

    [Fact]
    public void Later_UrgentBatch_IsTakenAgainOnce()
    {
        var urgent = new UrgentBatches();
        var plan = new SendPlan(spool, live, Options with { Window = 100 }) { Urgent = urgent };
        SpoolFolder.Append(spool, 1, 2);
        urgent.Add(2);
        Assert.True(plan.TryTake(Zero, out var first));
        Assert.Equal((live, 2UL), Name(first));
        var pause = plan.Later(first, Zero);

        var again = Take(plan, pause!.Value);
        Assert.Equal([1UL, 2], again.Where(batch => batch.Session == live).Select(batch => batch.Sequence).Order().ToArray());
    }

    [Fact]
    public void Add_MoreUrgentBatchesThanAreRemembered_ForgetsTheOldest()
    {
        var urgent = new UrgentBatches();
        for (var sequence = 1UL; sequence <= UrgentBatches.MaximumBatches + 2; sequence++)
            urgent.Add(sequence);
        Assert.Equal((3UL, null), (urgent.After(0), urgent.After(UrgentBatches.MaximumBatches + 2)));
    }

    [Fact]
    public void TryTake_BytesInFlight_AreBounded()
    {
        var plan = new SendPlan(spool, live, Options with { WindowBytes = 100 });
        spool.Acknowledge(old, [new(1, 3)]);
        SpoolFolder.Append(spool, 1, 20, length: 60);

        Assert.Equal(2, Take(plan, Zero).Count);
    }

    [Fact]
    public void TryTake_WithoutWatermarks_StopsAtTheLimit()
    {
        var plan = new SendPlan(spool, live, Options with { Unacknowledged = 5 });
        SpoolFolder.Append(spool, 1, 20);
        var taken = new List<SpooledBatch>();
        while (plan.TryTake(Zero, out var batch))
        {
            taken.Add(batch);
            plan.Accepted(batch, Zero);
        }
        Assert.Equal(5, taken.Count);

        Acknowledge(plan, taken[0]);
        Assert.True(plan.TryTake(Zero, out _));
    }

    [Fact]
    public void Accepted_NoWatermarkInTime_SendsAgain()
    {
        var plan = NewPlan();
        spool.Acknowledge(old, [new(1, 3)]);
        SpoolFolder.Append(spool, 1, 3);
        foreach (var batch in Take(plan, Zero))
            plan.Accepted(batch, Zero);
        Acknowledge(plan, new SpooledBatch(live, 1, 0));
        Acknowledge(plan, new SpooledBatch(live, 3, 0));

        Assert.Equal(Options.HoleTimeout, plan.NextDue(Zero));
        Assert.Empty(Take(plan, Options.HoleTimeout - TimeSpan.FromTicks(1)));
        Assert.Equal([(live, 2UL)], Take(plan, Options.HoleTimeout).Select(Name));
        Assert.Equal(1, plan.Holes);
        Assert.Null(plan.NextDue(Options.HoleTimeout));
    }

    [Fact]
    public void Accepted_WatermarkCameBeforeTheAnswer_IsNotWaitedFor()
    {
        var plan = NewPlan();
        Assert.True(plan.TryTake(Zero, out var batch));
        Acknowledge(plan, batch);
        plan.Accepted(batch, Zero);

        Assert.Null(plan.NextDue(Zero));
        Assert.DoesNotContain(Name(batch), Take(plan, Options.HoleTimeout).Select(Name));
    }

    [Fact]
    public void Later_Answers_PauseLongerEachTimeInARow()
    {
        var plan = NewPlan();
        SpoolFolder.Append(spool, 1, 20);
        var now = Zero;
        foreach (var expected in new[] { 250, 500, 1000 })
        {
            // All that were under way come back together, and count as one.
            foreach (var batch in Take(plan, now))
                plan.Later(batch, now);
            Assert.Equal(TimeSpan.FromMilliseconds(expected), plan.NextDue(now));
            Assert.Empty(Take(plan, now));
            now += TimeSpan.FromMilliseconds(expected);
        }

        var again = Take(plan, now);
        Assert.NotEmpty(again);
        plan.Accepted(again[0], now);
        plan.Later(again[1], now);
        Assert.Equal(Options.FirstRetry, plan.NextDue(now));
    }

    [Fact]
    public void Later_BatchAcknowledgedMeanwhile_IsNotSentAgain()
    {
        var plan = NewPlan();
        var first = Take(plan, Zero);
        plan.Later(first[0], Zero);
        spool.Acknowledge(old, [new(1, 1)]);

        Assert.DoesNotContain((old, 1UL), Take(plan, TimeSpan.FromSeconds(1)).Select(Name));
    }

    [Fact]
    public void TryTake_EveryBatchInAnyOrderOfAnswers_IsSentUntilDurable()
    {
        SpoolFolder.Append(spool, 1, 50);
        var random = new Random(4711);
        var plan = NewPlan();
        var (now, sequence) = (Zero, 50UL);
        var flights = new List<SpooledBatch>();
        for (var step = 0; step < 20_000 && !(spool.IsEmpty && sequence == 300); step++)
        {
            now += TimeSpan.FromMilliseconds(20);
            if (sequence < 300 && random.Next(3) == 0)
                SpoolFolder.Append(spool, ++sequence, sequence);
            while (plan.TryTake(now, out var batch))
                flights.Add(batch);
            Assert.Equal(flights.Count, flights.Distinct().Count());
            if (flights.Count == 0)
                continue;
            var answered = flights[random.Next(flights.Count)];
            flights.Remove(answered);
            switch (random.Next(10))
            {
                case 0:
                    plan.Later(answered, now);
                    break;
                case 1:
                    // Answered, and then lost on the way to the journal.
                    plan.Accepted(answered, now);
                    break;
                case 2 when random.Next(20) == 0:
                    plan = NewPlan();
                    flights.Clear();
                    break;
                default:
                    plan.Accepted(answered, now);
                    Acknowledge(plan, answered);
                    break;
            }
        }

        Assert.True(spool.IsEmpty);
        Assert.Equal(300, spool.Status.DurableBatches);
        Assert.Equal(30, spool.Status.DurableBacklogSamples);
    }

    private static (SessionId, ulong) Name(SpooledBatch batch) => (batch.Session, batch.Sequence);

    private static List<SpooledBatch> Take(SendPlan plan, TimeSpan now)
    {
        var taken = new List<SpooledBatch>();
        while (plan.TryTake(now, out var batch))
            taken.Add(batch);
        return taken;
    }

    private void Acknowledge(SendPlan plan, SpooledBatch batch)
    {
        spool.Acknowledge(batch.Session, [new(batch.Sequence, batch.Sequence)]);
        plan.Acknowledged(batch.Session, batch.Sequence);
    }

    private SendPlan NewPlan() => new(spool, live, Options);
}
