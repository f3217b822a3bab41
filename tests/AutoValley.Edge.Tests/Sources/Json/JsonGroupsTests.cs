using AutoValley.Edge.Sources.Json;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Tests.Sources.Json;

public sealed class JsonGroupsTests
{
    private readonly CollectingSink sink = new();

    [Fact]
    public async Task Write_AnySetOfManySignals_TakesAllOfThemInBoundedGroups()
    {
        var (groups, random, written) = (new JsonGroups(sink), new Random(4), 0);
        for (var time = 0; time < 5_000; time++)
        {
            JsonSample[] samples = [.. Enumerable.Range(0, 30).Where(_ => random.Next(3) == 0).Select(number => new JsonSample($"S{number}", time, SampleValue.Of((double)time)))];
            await groups.WriteAsync(samples, CancellationToken.None);
            written += samples.Length;
        }
        Assert.Equal(written, sink.Samples.Values.Sum(samples => samples.Count));
        Assert.InRange(sink.Groups.Count, JsonGroups.MaximumSets, JsonGroups.MaximumSets + 30);
    }

    [Fact]
    public async Task Write_MoreSignalsThanThereIsRoomFor_IsRefusedAsAWhole()
    {
        var groups = new JsonGroups(sink);
        for (var number = 0; number < JsonGroups.MaximumSingles; number++)
            await groups.WriteAsync([new JsonSample($"S{number}", number, SampleValue.Of(true))], CancellationToken.None);
        var before = sink.Writes.Count;
        await Assert.ThrowsAsync<ArgumentException>(async () => await groups.WriteAsync([new JsonSample("S1", 1, SampleValue.Of(true)), new JsonSample("New", 2, SampleValue.Of(true))], CancellationToken.None));
        Assert.Equal(before, sink.Writes.Count);
    }
}
