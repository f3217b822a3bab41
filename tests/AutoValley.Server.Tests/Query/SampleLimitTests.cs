using AutoValley.Server.Query;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class SampleLimitTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(6, 3)]
    [InlineData(5, 2)]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    public async Task Hold_AnswersOfSamples_GivesThoseWithinTheMaximumAndRefusesThen(long maximum, int expected)
    {
        List<long> given = [];
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in SampleLimit.Hold(new long[] { 1, 2, 3 }.ToAsyncEnumerable(), samples => samples, maximum, default))
                given.Add(answer);
        });
        if (expected == 3)
            await reading;
        else
            Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => reading)).StatusCode);
        Assert.Equal(new long[] { 1, 2, 3 }.Take(expected), given);
    }
}
