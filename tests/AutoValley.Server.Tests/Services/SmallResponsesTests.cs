using AutoValley.Server.Services;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

public sealed class SmallResponsesTests
{
    [Fact]
    public void OptionsFor_ResponseThatNothingFollowsYet_IsFlushed()
    {
        var small = new SmallResponses();
        Assert.Null(small.OptionsFor(30_000, isFollowed: false));
        Assert.True(small.OptionsFor(30_000, isFollowed: true)!.Flags.HasFlag(WriteFlags.BufferHint));
    }

    [Fact]
    public async Task WriteAsync_Several_FlushesTheLastAlone()
    {
        StreamWriterStub<LiveResponse>? writer = null;
        var hints = new List<bool>();
        writer = new StreamWriterStub<LiveResponse>(_ =>
        {
            hints.Add(writer!.WriteOptions is not null);
            return Task.CompletedTask;
        });
        var small = new SmallResponses();
        var response = LiveResponse.Shared(new SubscribeResponse { Live = new LiveStart() });
        await small.WriteAsync(writer, [response, response, response], CancellationToken.None);
        await small.WriteAsync(writer, [], CancellationToken.None);
        await small.WriteAsync(writer, [response], CancellationToken.None);
        Assert.Equal([true, true, false, false], hints);
    }

    [Fact]
    public void OptionsFor_ResponsesInARow_AreFlushedWhenTheyAreMuch()
    {
        var small = new SmallResponses();
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(_ => small.OptionsFor(30_000, isFollowed: true) is not null));
    }
}
