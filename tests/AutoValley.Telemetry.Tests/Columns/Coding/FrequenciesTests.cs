using AutoValley.Telemetry.Columns.Coding;

namespace AutoValley.Telemetry.Tests.Columns.Coding;

public sealed class FrequenciesTests
{
    [Fact]
    public void Normalise_AnyCounts_GivesAwayAllPartsAndOneToEachClassThatComes()
    {
        var random = new Random(7);
        for (var round = 0; round < 5000; round++)
        {
            var counts = Enumerable.Range(0, random.Next(1, ValueClass.Count)).Select(_ => random.Next(3) == 0 ? 0 : 1 << random.Next(10)).ToArray();
            counts[random.Next(counts.Length)] = 1;
            var log = Frequencies.LogOf(counts.Sum(), counts.Count(count => count > 0));
            if (log < 0)
                continue;
            var frequencies = new int[counts.Length];
            Frequencies.Normalise(counts, counts.Sum(), log, frequencies);
            Assert.Equal(1 << log, frequencies.Sum());
            Assert.All(counts.Zip(frequencies), pair => Assert.True(pair.First == 0 ? pair.Second == 0 : pair.Second > 0));
        }
    }

    [Fact]
    public void Normalise_CountsThatDivideEvenly_GivesTheirShares()
    {
        int[] counts = [512, 0, 256, 128, 128];
        var frequencies = new int[5];
        Frequencies.Normalise(counts, 1024, 8, frequencies);
        Assert.Equal([128, 0, 64, 32, 32], frequencies);
    }

    [Theory]
    [InlineData(1024, 20, 8)]
    [InlineData(1024, 100, 9)]
    [InlineData(40, 4, 5)]
    [InlineData(1024, 256, 9)]
    [InlineData(1024, 257, -1)]
    public void LogOf_ValuesAndClasses_IsTheSizeOfATableThatTellsThemApart(int values, int classes, int log) =>
        Assert.Equal(log, Frequencies.LogOf(values, classes));
}
