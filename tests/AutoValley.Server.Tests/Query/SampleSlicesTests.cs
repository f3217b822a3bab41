using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Query;

public sealed class SampleSlicesTests
{
    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(32_768, new[] { 32_768 })]
    [InlineData(32_769, new[] { 32_768, 1 })]
    [InlineData(70_000, new[] { 32_768, 32_768, 4_464 })]
    public void Cut_Numbers_AreSlicesOfAtMost32768(int count, int[] expected)
    {
        long[] times = [.. Enumerable.Range(0, count)];
        var slices = new Samples(times, Values.Of(times)).Cut().ToArray();
        Assert.Equal(expected, slices.Select(slice => slice.Count));
        Assert.Equal(times, slices.SelectMany(slice => slice.Times.ToArray()));
        Assert.Equal(times, slices.SelectMany(slice => ((Values<long>)slice.Values).Items.ToArray()));
    }

    [Fact]
    public void Cut_Texts_AreSlicesOfAtMostAMebibyte()
    {
        // Of two bytes a character.
        var half = new string('ü', Mebibyte / 4);
        Assert.Equal([2, 2, 1], Sizes(half, half, half, half, "x"));
        Assert.Equal([1, 2], Sizes(half + half + "x", half, "x"));
        Assert.Equal([1, 1, 1], Sizes("x", half + half, "y"));
        Assert.Equal([4], Sizes("", "x", "", "y"));
    }

    private static int[] Sizes(params string[] texts)
    {
        long[] times = [.. Enumerable.Range(0, texts.Length)];
        var slices = new Samples(times, Values.Of(texts)).Cut().ToArray();
        Assert.Equal(texts, slices.SelectMany(slice => ((Values<string>)slice.Values).Items.ToArray()));
        return [.. slices.Select(slice => slice.Count)];
    }
}
