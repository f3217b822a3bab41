using AutoValley.Server.Query;
using Google.Protobuf.Collections;

namespace AutoValley.Server.Tests.Query;

public sealed class GapsTests
{
    [Fact]
    public void AddTo_SlicesInARow_FindsGapsInsideAndBetween()
    {
        var gaps = new Gaps(10);
        Assert.Equal(["11-22"], Find(gaps, 1, 11, 22, 32));
        Assert.Equal(["32-43", "44-100"], Find(gaps, 43, 44, 100));
        Assert.Equal([], Find(gaps, 110));
    }

    [Fact]
    public void AddTo_NothingAskedFor_FindsNone() => Assert.Equal([], Find(new Gaps(0), 1, 1_000_000));

    [Fact]
    public void AddTo_AllOfTimeBetween_IsAGap() =>
        Assert.Equal([$"{long.MinValue}-{long.MaxValue}"], Find(new Gaps(long.MaxValue), long.MinValue, long.MaxValue));

    private static string[] Find(Gaps gaps, params long[] times)
    {
        var found = new RepeatedField<V1.TimeSpan>();
        gaps.AddTo(found, times);
        return [.. found.Select(gap => $"{gap.From}-{gap.To}")];
    }
}
