using System.Numerics;

namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// xoshiro256**, seeded by splitmix64 (Blackman and Vigna, prng.di.unimi.it): the same numbers from the same seed on every machine and
/// runtime, which System.Random does not promise.
/// </summary>
internal sealed class Noise
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>From a state given; not all of it zero.</summary>
    public Noise(ulong s0, ulong s1, ulong s2, ulong s3) => (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);

    /// <param name="seed">Any.</param>
    /// <param name="stream">Makes independent generators of one seed.</param>
    public Noise(ulong seed, ulong stream)
    {
        var state = seed;
        state = SplitMix(ref state) ^ stream;
        (s0, s1, s2, s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Evenly from <paramref name="from"/> up to but not <paramref name="to"/>.</summary>
    public double Even(double from, double to) => from + ((to - from) * (Next() >> 11) * (1.0 / (1UL << 53)));

    /// <summary>
    /// Bell-shaped with mean 0 and standard deviation 1, within ±3.47: the sum of four even 16-bit numbers (Irwin-Hall). Exact arithmetic,
    /// so no mathematics library can change it.
    /// </summary>
    public double Bell()
    {
        const double Sqrt3 = 1.7320508075688772;
        var bits = Next();
        var sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return ((sum + 2.0) / 65_536 - 2) * Sqrt3;
    }

    internal static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
