namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Made-up columns of every shape a codec may meet, deterministic by seed.</summary>
internal static class Shapes
{
    public static readonly int[] Lengths = [0, 1, 2, 3, 10, 15, 16, 17, 33, 150, 1023, 1024, 1025, 5000];

    public static IEnumerable<(string Name, double[] Values)> Doubles(int length, int seed)
    {
        var random = new Random(seed);
        var walk = 50.0;
        yield return ("constant", Make(length, _ => 21.5));
        yield return ("two decimals", Make(length, _ => Math.Round(random.NextDouble() * 300, 2)));
        yield return ("walk of hundredths", Make(length, _ => Math.Round(walk += (random.Next(11) - 5) / 100.0, 2)));
        yield return ("scaled raw", Make(length, _ => random.Next(65536) * 0.01));
        yield return ("scaled and shifted raw", Make(length, _ => (random.Next(65536) * 0.01) - 67.67));
        yield return ("whole", Make(length, _ => (double)random.Next(-1000, 1000)));
        yield return ("uniform", Make(length, _ => random.NextDouble()));
        yield return ("single precision", Make(length, _ => (double)(random.NextSingle() * 100)));
        yield return ("any bits", Make(length, _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))));
        yield return ("NaN payloads", Make(length, i => BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001L + (i * 7919L))));
        yield return ("sine", Make(length, i => Math.Sin(i / 100.0) * 1e6));
        yield return ("extremes", Make(length, i => Extremes[random.Next(Extremes.Length)]));
        yield return ("decimals with gaps", Make(length, _ => random.Next(20) == 0 ? double.NaN : random.Next(1000) / 10.0));
        yield return ("decimals then noise", Make(length, i => i < length / 2 ? i / 100.0 : random.NextDouble() * i));
        yield return ("steps", Make(length, i => i / 97 * 0.5));
        yield return ("negative zero among zeros", Make(length, i => i % 13 == 5 ? -0.0 : 0.0));
        yield return ("scaled by 0.244", Make(length, _ => (random.Next(1024) * 0.244) - 125));
        yield return ("noise of hundredths", Make(length, _ => Math.Round(Noise(random) * 7) / 100));
        yield return ("large powers", Make(length, i => Math.Pow(10, (i % 600) - 300)));
    }

    public static IEnumerable<(string Name, long[] Values)> Integers(int length, int seed)
    {
        var random = new Random(seed);
        yield return ("constant", Make(length, _ => -7L));
        yield return ("ascending", Make(length, i => (long)i));
        yield return ("rolling counter", Make(length, i => i % 256L));
        yield return ("small", Make(length, _ => (long)random.Next(-3, 4)));
        yield return ("any", Make(length, _ => random.NextInt64(long.MinValue, long.MaxValue)));
        yield return ("ends of the range", Make(length, i => i % 2 == 0 ? long.MinValue : long.MaxValue));
        yield return ("multiples", Make(length, _ => 1_000_003L * random.Next(100)));
        yield return ("multiples of 2^62", Make(length, i => (i % 2) * (1L << 62)));
        yield return ("outliers", Make(length, _ => random.Next(100) switch { 0 => long.MinValue, 1 => long.MaxValue, 2 => -1, _ => 1000 + random.Next(8) }));
        yield return ("steps", Make(length, i => (long)(i / 50) * 17));
        yield return ("squares", Make(length, i => (long)i * i));
        yield return ("noise", Make(length, _ => (long)(Noise(random) * 20)));
        yield return ("noise in steps of 12", Make(length, i => (i * 1200L) + (12 * (long)(Noise(random) * 20))));
        yield return ("long tails", Make(length, _ => (long)Math.Exp(Noise(random) * 5) * (random.Next(2) == 0 ? 1 : -1)));
        yield return ("mostly zero", Make(length, _ => random.Next(9) == 0 ? random.Next(-2, 3) : 0L));
        yield return ("each width", Make(length, i => random.NextInt64() >> (i % 64)));
    }

    public static IEnumerable<(string Name, bool[] Values)> Booleans(int length, int seed)
    {
        var random = new Random(seed);
        yield return ("false", Make(length, _ => false));
        yield return ("true", Make(length, _ => true));
        yield return ("any", Make(length, _ => random.Next(2) == 0));
        yield return ("rare", Make(length, _ => random.Next(200) == 0));
        yield return ("alternating", Make(length, i => i % 2 == 0));
        yield return ("one change", Make(length, i => i * 2 < length));
    }

    public static IEnumerable<(string Name, string[] Values)> Texts(int length, int seed)
    {
        var random = new Random(seed);
        yield return ("empty", Make(length, _ => ""));
        yield return ("states", Make(length, _ => new[] { "PARK", "DRIVE", "REVERSE", "" }[random.Next(4)]));
        yield return ("distinct", Make(length, i => $"waypoint {i} äöü €"));
        yield return ("astral", Make(length, i => char.ConvertFromUtf32(0x1F600 + (i % 70))));
        yield return ("long", Make(length, i => new string((char)('a' + (i % 3)), i % 300)));
    }

    public static IEnumerable<(string Name, long[] Values)> Times(int length, int seed)
    {
        var random = new Random(seed);
        const long start = 1_795_000_000_123_456_789;
        var jitter = start;
        yield return ("regular", Make(length, i => start + (i * 10_000_000L)));
        yield return ("microsecond jitter", Make(length, _ => jitter += 10_000_000 + (random.Next(-200, 200) * 1000)));
        yield return ("nanosecond jitter", Make(length, i => start + (i * 10_000_000L) + random.Next(50_000)));
        yield return ("gaps", Make(length, i => start + (i * 10_000_000L) + (i / 300 * 5_000_000_000L)));
        yield return ("repeated", Make(length, i => start + (i / 4 * 1_000_000L)));
        yield return ("back and forth", Make(length, _ => start + random.NextInt64(-1_000_000_000, 1_000_000_000)));
        yield return ("ends of time", Make(length, i => i % 2 == 0 ? long.MaxValue : long.MinValue));
    }

    /// <summary>About normal, with a deviation of 1.</summary>
    public static double Noise(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static readonly double[] Extremes =
    [
        0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
        1e-300, 1e300, 9007199254740991, 9007199254740993, -9007199254740992, 0.1, 1.0 / 3,
    ];

    private static T[] Make<T>(int length, Func<int, T> value) => [.. Enumerable.Range(0, length).Select(value)];
}
