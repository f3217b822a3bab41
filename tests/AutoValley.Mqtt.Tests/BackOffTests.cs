namespace AutoValley.Mqtt.Tests;

public sealed class BackOffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    [Fact]
    public void Next_WithoutJitter_DoublesUpToTheLongest()
    {
        var backOff = new BackOff(First, Longest, () => 0);

        double[] waits = [.. Enumerable.Range(0, 9).Select(_ => backOff.Next().TotalSeconds)];

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15, 15], waits);
    }

    [Fact]
    public void Next_FullJitter_IsHalf()
    {
        var backOff = new BackOff(First, Longest, () => 1);

        Assert.Equal([0.125, 0.25], [backOff.Next().TotalSeconds, backOff.Next().TotalSeconds]);
    }

    [Fact]
    public void Reset_AfterSome_BeginsAgain()
    {
        var backOff = new BackOff(First, Longest, () => 0);
        backOff.Next();
        backOff.Next();
        backOff.Reset();

        Assert.Equal(First, backOff.Next());
    }

    [Fact]
    public void Next_AMillionTimes_StaysAtTheLongest()
    {
        var backOff = new BackOff(First, Longest, () => 0);
        for (var i = 0; i < 1_000_000; i++)
            backOff.Next();

        Assert.Equal(Longest, backOff.Next());
    }
}
