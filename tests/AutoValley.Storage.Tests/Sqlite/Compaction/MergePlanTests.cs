using AutoValley.Storage.Reading;
using AutoValley.Storage.Sqlite;
using AutoValley.Storage.Sqlite.Compaction;

namespace AutoValley.Storage.Tests.Sqlite.Compaction;

public sealed class MergePlanTests
{
    [Fact]
    public void Of_SevenNeighbours_WaitsForAnother()
    {
        var chunks = Row(count: 7, samples: 60);
        Assert.Empty(MergePlan.Of(chunks, thorough: false));
        Assert.Equal([chunks], Assert.Single(MergePlan.Of(chunks, thorough: true)).Series);
        Assert.Equal([8], Sizes(MergePlan.Of(Row(count: 8, samples: 60), thorough: false)));
    }

    [Fact]
    public void Of_LargeNeighbours_FillsOneChunk() =>
        Assert.Equal([5, 5], Sizes(MergePlan.Of(Row(count: 12, samples: 6_000), thorough: false)));

    [Fact]
    public void Of_SmallAfterLarge_LeavesTheLargeAlone()
    {
        ChunkRow[] chunks = [Chunk(1, 1, 30_000), .. Enumerable.Range(2, 8).Select(number => Chunk(number, number, 60))];
        Assert.Equal(chunks[1..], Assert.Single(Assert.Single(MergePlan.Of(chunks, thorough: false)).Series));
    }

    [Fact]
    public void Of_HalfAChunk_IsNotMergedAgain() => Assert.Empty(MergePlan.Of([Chunk(1, 1, 16_384), Chunk(2, 2, 12_000)], thorough: true));

    [Fact]
    public void Of_HoleBetweenNumbers_IsNotMergedOver()
    {
        ChunkRow[] chunks = [.. Row(count: 7, samples: 60), .. Enumerable.Range(9, 7).Select(number => Chunk(number, number, 60))];
        Assert.Empty(MergePlan.Of(chunks, thorough: false));
        Assert.Equal([7, 7], Sizes(MergePlan.Of(chunks, thorough: true)));
    }

    [Fact]
    public void Of_OtherSession_IsNotMerged()
    {
        var chunks = Row(count: 8, samples: 60);
        chunks[4] = chunks[4] with { Rank = new Rank(2, chunks[4].Rank.Sequence) };
        Assert.Empty(MergePlan.Of(chunks, thorough: false));
    }

    [Fact]
    public void Of_PartOfAColumnThatStaysOutside_MustNotShareATime()
    {
        // The first part of batch 1 is full; the second one would come to have the rank of batch 2.
        ChunkRow[] apart = [Chunk(1, 1, 32_768, time: 0), Chunk(2, 1, 100, time: 40_000), Chunk(3, 2, 100, time: 50_000)];
        Assert.Equal([2], Sizes(MergePlan.Of(apart, thorough: true)));
        ChunkRow[] mixed = [Chunk(1, 1, 32_768, time: 0), Chunk(2, 1, 100, time: 40_000), Chunk(3, 2, 100, time: 20_000)];
        Assert.Empty(MergePlan.Of(mixed, thorough: true));
    }

    [Fact]
    public void Of_SeriesWithTheSameTimes_AreOneUnit()
    {
        var one = Row(count: 8, samples: 60);
        var other = one.Select(chunk => chunk with { Series = 2, Id = chunk.Id + 100 }).ToArray();
        var alone = one.Select(chunk => chunk with { Series = 3, Id = chunk.Id + 200, Times = chunk.Times + 100 }).ToArray();
        var units = MergePlan.Of([.. one, .. other, .. alone], thorough: false);
        Assert.Equal([2, 1], units.Select(unit => unit.Series.Count));
        Assert.Equal(960, units[0].Samples);
    }

    private static int[] Sizes(List<MergeUnit> units) => [.. units.SelectMany(unit => unit.Series).Select(chunks => chunks.Length)];

    private static ChunkRow[] Row(int count, int samples) => [.. Enumerable.Range(1, count).Select(number => Chunk(number, number, samples))];

    private static ChunkRow Chunk(long id, int sequence, int samples, long? time = null)
    {
        var first = time ?? id * 100_000;
        return new ChunkRow(1, first, first + samples - 1, (ulong)sequence, new Rank(1, (ulong)sequence), samples) { Id = id, Times = id };
    }
}
