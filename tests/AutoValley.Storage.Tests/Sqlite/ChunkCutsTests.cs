using AutoValley.Storage.Reading;
using AutoValley.Storage.Sqlite;

namespace AutoValley.Storage.Tests.Sqlite;

public sealed class ChunkCutsTests
{
    [Theory]
    [InlineData(100, 10, "")]
    [InlineData(99, 10, "")]
    [InlineData(20, 10, "20 40 60 80")]
    [InlineData(25, 10, "30 50 80")]
    [InlineData(1, 3, "40 70")]
    [InlineData(1, 1, "")]
    [InlineData(1, 100, "10 20 30 40 50 60 70 80 90")]
    public void Of_TenChunksOfTen_CutsIntoPartsOfAboutAsMany(long samples, int parts, string expected)
    {
        var chunks = Enumerable.Range(0, 10).Select(index => new ChunkRow(1, index * 10, (index * 10) + 9, 1, new Rank(1, 1), 10));
        Assert.Equal(expected, string.Join(' ', ChunkCuts.Of(chunks, samples, parts)));
    }

    [Fact]
    public void Of_NoChunk_CutsNothing() => Assert.Empty(ChunkCuts.Of([], 1, 4));
}
