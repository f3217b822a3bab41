using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

public sealed class NoiseTests
{
    [Fact]
    public void Next_FromStateOneToFour_GivesTheReferenceNumbers()
    {
        // From the reference implementation, as in the tests of Rust's rand_xoshiro.
        var noise = new Noise(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832];
        Assert.Equal(expected, expected.Select(_ => noise.Next()));
    }

    [Fact]
    public void SplitMix_FromItsExampleSeed_GivesTheReferenceNumbers()
    {
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => Noise.SplitMix(ref state)));
    }

    [Fact]
    public void Constructor_OtherSeedOrStream_GivesOtherNumbers()
    {
        var first = new[] { new Noise(0, 0), new Noise(0, 1), new Noise(1, 0), new Noise(1, 1) }.Select(noise => noise.Next());
        Assert.Equal(4, first.Distinct().Count());
        Assert.Equal(new Noise(7, 3).Next(), new Noise(7, 3).Next());
    }

    [Fact]
    public void Bell_ManyDraws_HasMeanZeroAndDeviationOne()
    {
        var noise = new Noise(5, 0);
        var draws = Enumerable.Range(0, 200_000).Select(_ => noise.Bell()).ToList();
        Assert.Equal(0, draws.Average(), 0.01);
        Assert.Equal(1, Math.Sqrt(draws.Average(draw => draw * draw)), 0.01);
        Assert.Equal(0.683, draws.Count(draw => Math.Abs(draw) < 1) / 200_000.0, 0.02);
        Assert.All(draws, draw => Assert.InRange(draw, -3.47, 3.47));
    }

    [Fact]
    public void Even_ManyDraws_FillTheSpan()
    {
        var noise = new Noise(6, 0);
        var draws = Enumerable.Range(0, 100_000).Select(_ => noise.Even(-2, 6)).ToList();
        Assert.Equal(2, draws.Average(), 0.05);
        Assert.InRange(draws.Min(), -2, -1.99);
        Assert.InRange(draws.Max(), 5.99, 6);
    }
}
