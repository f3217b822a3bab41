using AutoValley.Edge.Collecting;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Collecting;

public sealed class PreTriggerBufferTests
{
    private static readonly SignalType[] Types = [SignalType.Double, SignalType.Integer, SignalType.Boolean, SignalType.Text];

    private static readonly SampleValue[][] Values =
    [
        [SampleValue.Of(0.1), SampleValue.Of(0.5), SampleValue.Of(-0.0), SampleValue.Of(double.NaN), SampleValue.Of(1e300), SampleValue.Of(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001))],
        [SampleValue.Of(0), SampleValue.Of(-1), SampleValue.Of(long.MinValue), SampleValue.Of(long.MaxValue)],
        [SampleValue.Of(true), SampleValue.Of(false)],
        [SampleValue.Of(""), SampleValue.Of("abc"), SampleValue.Of("grün €"), SampleValue.Of(new string('x', 900))],
    ];

    [Fact]
    public void TryTake_AnyRows_GivesWhatAModelGives()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var buffer = new PreTriggerBuffer(1 << random.Next(11, 15));
            var model = new List<(int Group, long Time, uint[] Masks, SampleValue[] Values)>();
            var (added, taken) = (0L, 0L);
            for (var step = 0; step < 400; step++)
            {
                if (random.Next(40) == 0)
                    taken += TakeAll(buffer, model, 1u << random.Next(4), random.Next(0, 600));
                var (group, time) = (random.Next(3), (long)step);
                var masks = Enumerable.Range(0, 4).Select(_ => (uint)random.Next(16)).ToArray();
                var values = Values.Select(some => some[random.Next(some.Length)]).ToArray();
                buffer.Row.Begin(group, time);
                for (var member = 0; member < 4; member++)
                {
                    if (masks[member] != 0)
                        buffer.Row.Add(member, masks[member], values[member]);
                }
                added += masks.Count(mask => mask != 0);
                buffer.Add(time - 200);
                model.Add((group, time, masks, values));
            }
            Assert.Equal(added, taken + buffer.Lost + buffer.Unwanted + buffer.CountHeld());
            Assert.InRange(buffer.Bytes, 0, 1 << 15);
        }
    }

    [Fact]
    public void Add_OlderThanTheHorizon_GoesWithoutLoss()
    {
        var buffer = new PreTriggerBuffer(1 << 16);
        for (var time = 0; time < 100; time++)
            Add(buffer, time, SampleValue.Of((long)time), time - 10);
        Assert.Equal((0, 89, 11), (buffer.Lost, buffer.Unwanted, buffer.CountHeld()));
    }

    [Fact]
    public void Add_NoRoom_LosesTheOldestAndCountsThem()
    {
        var buffer = new PreTriggerBuffer(1 << 10);
        for (var time = 0; time < 1_000; time++)
            Add(buffer, time, SampleValue.Of((long)time), long.MinValue);
        Assert.Equal(1_000, buffer.Lost + buffer.CountHeld());
        var (cursor, row) = (buffer.First, new SampleValue[1]);
        var first = buffer.TryTake(ref cursor, long.MaxValue, 1, long.MinValue, _ => [SignalType.Integer], row);
        Assert.Equal(buffer.Lost, first!.Value.Time);
    }

    [Fact]
    public void Add_RowLargerThanAllOfIt_IsLostAlone()
    {
        var buffer = new PreTriggerBuffer(1 << 10);
        Add(buffer, 1, SampleValue.Of(new string('x', 2_000)), long.MinValue);
        Add(buffer, 2, SampleValue.Of("y"), long.MinValue);
        Assert.Equal((1, 1), (buffer.Lost, buffer.CountHeld()));
    }

    private static void Add(PreTriggerBuffer buffer, long time, SampleValue value, long horizon)
    {
        buffer.Row.Begin(0, time);
        buffer.Row.Add(0, 1, value);
        buffer.Add(horizon);
    }

    private static long TakeAll(PreTriggerBuffer buffer, List<(int Group, long Time, uint[] Masks, SampleValue[] Values)> model, uint bit, long from)
    {
        var (cursor, count, row) = (buffer.First, 0L, new SampleValue[4]);
        var lastTime = long.MinValue;
        while (buffer.TryTake(ref cursor, long.MaxValue, bit, from, _ => Types, row) is { } taken)
        {
            var expected = model.Single(other => other.Time == taken.Time);
            Assert.True(taken.Time >= from && taken.Time > lastTime);
            Assert.Equal(expected.Group, taken.Group);
            for (var member = 0; member < 4; member++)
            {
                var isWanted = (expected.Masks[member] & bit) != 0;
                Assert.Equal(isWanted ? expected.Values[member] : default, row[member]);
                count += isWanted ? 1 : 0;
                if (isWanted)
                    expected.Masks[member] = 0;
            }
            lastTime = taken.Time;
            Array.Clear(row);
        }
        return count;
    }
}
