using AutoValley.Edge.Sources.Monr;

namespace AutoValley.Edge.Tests.Sources.Monr;

public sealed class MonrSequenceTests
{
    [Theory]
    // The first two changed places: none was told to be lost.
    [InlineData(new[] { 5, 4, 6 }, 0)]
    // An old one comes twice.
    [InlineData(new[] { 1, 2, 1, 3 }, 0)]
    [InlineData(new[] { 1, 4 }, 2)]
    [InlineData(new[] { 1, 4, 3, 2, 5 }, 0)]
    [InlineData(new[] { 254, 257, 256 }, 1)]
    public void Next_MessagesInSomeOrder_CountsThoseThatNeverCame(int[] messages, int expected)
    {
        var (sequence, total) = (new MonrSequence(), 0);
        foreach (var message in messages)
        {
            sequence.Next((byte)message, message * 10, out var lost);
            Assert.True((total += lost) >= 0);
        }
        Assert.Equal(expected, total);
    }
}
