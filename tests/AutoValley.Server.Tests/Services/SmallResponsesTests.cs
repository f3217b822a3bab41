using AutoValley.Server.Services;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

public sealed class SmallResponsesTests
{
    private static readonly AggregateResponse Response = new() { Signal = new string('x', 30_000) };

    [Fact]
    public void OptionsFor_ResponseThatNothingFollowsYet_IsFlushed()
    {
        var small = new SmallResponses();
        Assert.Null(small.OptionsFor(Response, isFollowed: false));
        Assert.True(small.OptionsFor(Response, isFollowed: true)!.Flags.HasFlag(WriteFlags.BufferHint));
    }

    [Fact]
    public void OptionsFor_ResponsesInARow_AreFlushedWhenTheyAreMuch()
    {
        var small = new SmallResponses();
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(_ => small.OptionsFor(Response, isFollowed: true) is not null));
    }
}
