using AutoValley.Interop;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace AutoValley.Grpc.Tests.Client.Retries;

/// <summary>gRFC A6, "Throttling Retry Attempts": the tokens are the channel's, over all its methods.</summary>
public sealed class RetryThrottleTests
{
    [Fact]
    public async Task Tokens_HalfSpent_StopRetriesUntilSuccessesGiveThemBack()
    {
        var failing = true;
        var server = new ScriptedHandler(attempt => (failing ? ScriptedHandler.Fails(StatusCode.Unavailable) : ScriptedHandler.Answers())(attempt));
        using var channel = Channel(server, tokens: 4, ratio: 0.5);
        // 4 tokens: the first failure leaves 3 and may be tried again, the second one leaves 2, the half.
        var call = channel.Client.EmptyCallAsync(new Empty()).ResponseAsync;
        await channel.PassAsync(100);
        await RetryTests.EndsAsync(StatusCode.Unavailable, call);
        await RetryTests.EndsAsync(StatusCode.Unavailable, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(3, server.Attempts.Count);

        // 1 token: five successes make 3.5, and after a failure 2.5 are above the half again.
        failing = false;
        for (var i = 0; i < 5; i++)
            await channel.Client.EmptyCallAsync(new Empty());
        failing = true;
        call = channel.Client.EmptyCallAsync(new Empty()).ResponseAsync;
        await channel.PassAsync(100);
        await RetryTests.EndsAsync(StatusCode.Unavailable, call);
    }

    [Fact]
    public async Task Tokens_NeverMoreThanTheMaximum()
    {
        var failing = false;
        var server = new ScriptedHandler(attempt => (failing ? ScriptedHandler.Fails(StatusCode.Unavailable) : ScriptedHandler.Answers())(attempt));
        using var channel = Channel(server, tokens: 2, ratio: 1);
        for (var i = 0; i < 10; i++)
            await channel.Client.EmptyCallAsync(new Empty());
        failing = true;
        await RetryTests.EndsAsync(StatusCode.Unavailable, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(11, server.Attempts.Count);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, null, true)]
    [InlineData(StatusCode.InvalidArgument, "-1", false)]
    [InlineData(StatusCode.Unavailable, "-1", false)]
    public async Task Tokens_FailureThatIsNoLoad_CostsNone(StatusCode status, string? pushback, bool mayRetry)
    {
        var server = new ScriptedHandler(
            ScriptedHandler.Fails(status, pushback: pushback), ScriptedHandler.Fails(StatusCode.Unavailable), ScriptedHandler.Answers());
        using var channel = Channel(server, tokens: 3, ratio: 0.1);
        await RetryTests.EndsAsync(status, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        var call = channel.Client.EmptyCallAsync(new Empty()).ResponseAsync;
        if (mayRetry)
        {
            await channel.PassAsync(100);
            await call.WaitAsync(RetryingChannel.Patience);
        }
        else
        {
            await RetryTests.EndsAsync(StatusCode.Unavailable, call);
        }
    }

    [Fact]
    public async Task Tokens_FailureAfterTheHeaders_CostsOne()
    {
        var server = new ScriptedHandler(ScriptedHandler.Answers(0, StatusCode.Unavailable), ScriptedHandler.Fails(StatusCode.Unavailable));
        using var channel = Channel(server, tokens: 3, ratio: 0.1);
        await RetryTests.EndsAsync(StatusCode.Unavailable, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        await RetryTests.EndsAsync(StatusCode.Unavailable, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Equal(2, server.Attempts.Count);
    }

    [Fact]
    public async Task Tokens_CallThatItsCallerCancelled_CostsNone()
    {
        var hang = true;
        var server = new ScriptedHandler(
            attempt => hang ? new TaskCompletionSource<HttpResponseMessage>().Task : ScriptedHandler.Fails(StatusCode.Unavailable)(attempt));
        using var channel = Channel(server, tokens: 3, ratio: 0.1);
        for (var i = 0; i < 3; i++)
            channel.Client.EmptyCallAsync(new Empty()).Dispose();
        hang = false;
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await RetryTests.EndsAsync(StatusCode.Unavailable, call.ResponseAsync);
    }

    private static RetryingChannel Channel(ScriptedHandler server, int tokens, double ratio) => new(server, options =>
    {
        options.ServiceConfig = RetryingChannel.Config(RetryingChannel.Policy());
        options.ServiceConfig.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = tokens, TokenRatio = ratio };
    });
}
