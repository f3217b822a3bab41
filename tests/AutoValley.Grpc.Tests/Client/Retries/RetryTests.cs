using AutoValley.Interop;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace AutoValley.Grpc.Tests.Client.Retries;

/// <summary>gRFC A6: what is tried again, when, and what the caller sees of it.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task Unary_UnavailableAtFirst_IsTriedAgainAfterGrowingPauses()
    {
        var server = new ScriptedHandler(Unavailable, Unavailable, Unavailable, ScriptedHandler.Answers());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await channel.PassAsync(200);
        await channel.PassAsync(400);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
        Assert.Equal([null, "1", "2", "3"], server.Attempts.Select(attempt => attempt.PreviousAttempts));
        Assert.All(server.Attempts, attempt => Assert.Equal(new byte[5], attempt.Body));
        Assert.Equal("3", (await call.ResponseHeadersAsync).GetValue("grpc-previous-rpc-attempts"));
        Assert.Equal(0, channel.Time.TimerCount);
    }

    [Fact]
    public async Task Unary_FirstAttemptAnswered_TellsOfNoAttempts()
    {
        using var channel = new RetryingChannel(new ScriptedHandler(ScriptedHandler.Answers()));
        using var call = channel.Client.EmptyCallAsync(new Empty());
        Assert.Empty(await call.ResponseHeadersAsync);
    }

    [Fact]
    public async Task Unary_PauseOverTheMaximum_IsTheMaximum()
    {
        var server = new ScriptedHandler(Unavailable, Unavailable, ScriptedHandler.Answers());
        using var channel = new RetryingChannel(
            server, options => options.ServiceConfig = RetryingChannel.Config(RetryingChannel.Policy(maximum: TimeSpan.FromMilliseconds(150))));
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await channel.PassAsync(150);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
    }

    [Theory]
    [InlineData(0, 80)]
    [InlineData(1, 120)]
    public async Task Unary_Chance_MovesThePauseByAFifth(double chance, int milliseconds)
    {
        using var channel = new RetryingChannel(new ScriptedHandler(Unavailable, ScriptedHandler.Answers()), options => options.Chance = () => chance);
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(milliseconds);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
    }

    [Fact]
    public async Task Unary_AllAttemptsFail_EndsWithTheLastStatus()
    {
        var server = new ScriptedHandler(Unavailable);
        using var channel = new RetryingChannel(server, options => options.ServiceConfig = RetryingChannel.Config(RetryingChannel.Policy(attempts: 2)));
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await EndsAsync(StatusCode.Unavailable, call.ResponseAsync);
        Assert.Equal(2, server.Attempts.Count);
        Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Unary_PolicyOverTheChannelsMaximum_IsCutToIt()
    {
        var server = new ScriptedHandler(Unavailable);
        using var channel = new RetryingChannel(server, options => options.MaxRetryAttempts = 2);
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await EndsAsync(StatusCode.Unavailable, call.ResponseAsync);
        Assert.Equal(2, server.Attempts.Count);
    }

    [Fact]
    public async Task Unary_OtherStatus_IsFinal()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Internal));
        using var channel = new RetryingChannel(server);
        await EndsAsync(StatusCode.Internal, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Single(server.Attempts);
    }

    [Fact]
    public async Task Unary_NoConnection_IsTriedAgain()
    {
        var server = new ScriptedHandler(
            _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            _ => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable)),
            ScriptedHandler.Answers());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await channel.PassAsync(200);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ServerStream_HeadersCame_IsNotTriedAgain(int messages)
    {
        var server = new ScriptedHandler(ScriptedHandler.Answers(messages, StatusCode.Unavailable));
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.ServerStream(new StreamRequest());
        for (var i = 0; i < messages; i++)
            Assert.True(await call.ResponseStream.MoveNext());
        await EndsAsync(StatusCode.Unavailable, call.ResponseStream.MoveNext());
        Assert.Single(server.Attempts);
    }

    [Fact]
    public async Task ServerStream_UnavailableAtFirst_IsTriedAgain()
    {
        using var channel = new RetryingChannel(new ScriptedHandler(Unavailable, ScriptedHandler.Answers(2)));
        using var call = channel.Client.ServerStream(new StreamRequest());
        var first = call.ResponseStream.MoveNext();
        await channel.PassAsync(100);
        Assert.True(await first.WaitAsync(RetryingChannel.Patience));
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Pushback_Number_IsThePauseAndStartsAnew()
    {
        var refused = ScriptedHandler.Fails(StatusCode.Unavailable, pushback: "7000");
        var server = new ScriptedHandler(Unavailable, refused, Unavailable, ScriptedHandler.Answers());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.EmptyCallAsync(new Empty());
        await channel.PassAsync(100);
        await channel.PassAsync(7000);
        await channel.PassAsync(100);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task Pushback_NegativeOrNoNumber_IsTheEnd(string pushback)
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable, pushback: pushback));
        using var channel = new RetryingChannel(server);
        await EndsAsync(StatusCode.Unavailable, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Single(server.Attempts);
    }

    [Fact]
    public async Task Pushback_OfAStatusThatIsFinal_ChangesNothing()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Internal, pushback: "10"));
        using var channel = new RetryingChannel(server);
        await EndsAsync(StatusCode.Internal, channel.Client.EmptyCallAsync(new Empty()).ResponseAsync);
        Assert.Single(server.Attempts);
    }

    [Fact]
    public async Task Deadline_IsOneForAllAttempts()
    {
        var server = new ScriptedHandler(Unavailable);
        using var channel = new RetryingChannel(server);
        var deadline = channel.Time.GetUtcNow().UtcDateTime.AddMilliseconds(250);
        using var call = channel.Client.EmptyCallAsync(new Empty(), deadline: deadline);
        await channel.PassAsync(100, timers: 2);
        // The second pause would be of 200 ms; the deadline ends it after 150.
        await channel.PassAsync(150, timers: 2);
        await EndsAsync(StatusCode.DeadlineExceeded, call.ResponseAsync);
        Assert.Equal(["250000u", "150000u"], server.Attempts.Select(attempt => attempt.Headers["grpc-timeout"]));
        Assert.Equal(0, channel.Time.TimerCount);
    }

    [Fact]
    public async Task Token_CancelledInAPause_EndsTheCallThere()
    {
        var server = new ScriptedHandler(Unavailable);
        using var channel = new RetryingChannel(server);
        using var stop = new CancellationTokenSource();
        using var call = channel.Client.EmptyCallAsync(new Empty(), cancellationToken: stop.Token);
        await AutoValley.Testing.Eventually.IsTrueAsync(() => channel.Time.TimerCount == 1);
        await stop.CancelAsync();
        await EndsAsync(StatusCode.Cancelled, call.ResponseAsync);
        Assert.Equal(0, channel.Time.TimerCount);
        Assert.Single(server.Attempts);
    }

    [Fact]
    public async Task Methods_TheNearestNameDecides()
    {
        const string service = "autovalley.interop.InteropService";
        var config = RetryingChannel.Config(RetryingChannel.Policy(attempts: 2), new MethodName { Service = service, Method = "EmptyCall" });
        var never = new MethodConfig { Names = { new MethodName { Service = service } } };
        var others = new MethodConfig { RetryPolicy = RetryingChannel.Policy(attempts: 3), Names = { MethodName.Default } };
        config.MethodConfigs.Add(never);
        config.MethodConfigs.Add(others);
        var server = new ScriptedHandler(Unavailable);
        using var channel = new RetryingChannel(server, options => options.ServiceConfig = config);
        // It was read when the channel was made.
        config.MethodConfigs.Clear();

        await EndsAsync(StatusCode.Unavailable, channel.Client.UnaryCallAsync(new UnaryRequest()).ResponseAsync);
        Assert.Single(server.Attempts);
        var named = channel.Client.EmptyCallAsync(new Empty()).ResponseAsync;
        await channel.PassAsync(100);
        await EndsAsync(StatusCode.Unavailable, named);
        Assert.Equal(3, server.Attempts.Count);
        var other = new UnimplementedService.UnimplementedServiceClient(channel.Channel).UnimplementedCallAsync(new Empty()).ResponseAsync;
        await channel.PassAsync(100);
        await channel.PassAsync(200);
        await EndsAsync(StatusCode.Unavailable, other);
        Assert.Equal(6, server.Attempts.Count);
    }

    internal static async Task EndsAsync(StatusCode expected, Task call) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(RetryingChannel.Patience))).StatusCode);

    private static Task<HttpResponseMessage> Unavailable(ScriptedHandler.Attempt attempt) => ScriptedHandler.Fails(StatusCode.Unavailable, afterBytes: 5)(attempt);
}
