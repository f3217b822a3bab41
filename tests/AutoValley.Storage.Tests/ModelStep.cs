using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Storage.Tests;

/// <summary>What a random test does next.</summary>
internal abstract record ModelStep
{
    /// <summary>Any step; short sequences of them meet duplicates, holes, late days and overlaps often.</summary>
    public static Gen<ModelStep> Any { get; } = Gen.Frequency(
        (12, (from session in Gen.Choose(0, 2) from sequence in Gen.Choose(1, 12) select (ModelStep)new AppendStep(session, (ulong)sequence))),
        (2, Gen.Constant((ModelStep)new SealStep())),
        (2, (from thorough in Gen.Choose(0, 1) select (ModelStep)new CompactStep(thorough == 1))),
        (1, Gen.Constant((ModelStep)new ReopenStep())),
        (2, (from isAway in Gen.Choose(0, 1) select (ModelStep)new AwayStep(isAway == 1))),
        (3, (from seed in Gen.Choose(0, 1_000_000) select (ModelStep)new CompareStep(seed))));
}

/// <summary>Appends a batch; what it holds follows from its session and number.</summary>
internal sealed record AppendStep(int Session, ulong Sequence) : ModelStep
{
    private static readonly long[] Bases = [0, 3, UnixTime.NanosPerDay - 4, -UnixTime.NanosPerDay, 20_000 * UnixTime.NanosPerDay];

    /// <summary>Its columns; two may be of one signal.</summary>
    public IEnumerable<(uint Signal, long[] Times, Values Values)> Columns()
    {
        var random = new Random(((Session + 1) * 7919) + (int)Sequence);
        for (var column = random.Next(1, 5); column > 0; column--)
        {
            var start = Bases[random.Next(Bases.Length)];
            var times = Enumerable.Range(0, random.Next(0, 9)).Select(_ => start + random.Next(12)).ToArray();
            if (random.Next(3) > 0)
                Array.Sort(times);
            var signal = (uint)random.Next(1, 5);
            yield return (signal, times, ValuesOf(signal, times.Length, random));
        }
    }

    // Multiples of a quarter: their sums are exact in any order.
    private static Values ValuesOf(uint signal, int count, Random random) => signal switch
    {
        TestVehicle.Speed => Values.Of(Fill(count, () => random.Next(8) == 0 ? double.NaN : random.Next(-40, 40) * 0.25)),
        TestVehicle.Gear => Values.Of(Fill(count, () => (long)random.Next(-5, 5))),
        TestVehicle.Brake => Values.Of(Fill(count, () => random.Next(2) == 0)),
        _ => Values.Of(Fill(count, () => new string('t', random.Next(3)))),
    };

    private static T[] Fill<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}

/// <summary>Seals all.</summary>
internal sealed record SealStep : ModelStep;

/// <summary>Merges chunks: a step in the background, or all that there are.</summary>
internal sealed record CompactStep(bool Thorough) : ModelStep;

/// <summary>Closes and opens the store.</summary>
internal sealed record ReopenStep : ModelStep;

/// <summary>The back end goes away, so that segments are parked, or is back.</summary>
internal sealed record AwayStep(bool IsAway) : ModelStep;

/// <summary>Compares answers over a random range.</summary>
internal sealed record CompareStep(int Seed) : ModelStep;
