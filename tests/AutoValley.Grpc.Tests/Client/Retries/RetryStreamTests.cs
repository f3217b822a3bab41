using AutoValley.Interop;
using AutoValley.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Grpc.Tests.Client.Retries;

/// <summary>Streams of requests are sent again from the first one on, out of a bounded buffer.</summary>
public sealed class RetryStreamTests
{
    // 95 bytes of payload, protobuf's tag and length, the prefix of a message.
    private const int RequestBytes = 102;

    [Fact]
    public async Task ClientStream_UnavailableAtFirst_SendsAllRequestsAgain()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable, afterBytes: 2 * RequestBytes), ScriptedHandler.AnswersAtTheEnd());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.ClientStream();
        await call.RequestStream.WriteAsync(Request(1));
        await call.RequestStream.WriteAsync(Request(2));
        await Eventually.IsTrueAsync(() => channel.Time.TimerCount == 1);
        // In the pause there is no attempt: the request is for the next one.
        await call.RequestStream.WriteAsync(Request(3));
        Assert.Equal(3 * RequestBytes, channel.Channel.Retries.Budget.Taken);
        await channel.PassAsync(100);
        await call.RequestStream.WriteAsync(Request(4));
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
        Assert.Equal([1, 2], Marks(server.Attempts[0]));
        Assert.Equal([1, 2, 3, 4], Marks(server.Attempts[1]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Attempts[0].Ended);
        Assert.Equal(0, channel.Channel.Retries.Budget.Taken);
    }

    [Fact]
    public async Task ClientStream_CompletedBeforeTheSecondAttempt_IsCompleteInIt()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable, afterBytes: RequestBytes), ScriptedHandler.AnswersAtTheEnd());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.ClientStream();
        await call.RequestStream.WriteAsync(Request(1));
        await call.RequestStream.CompleteAsync();
        await channel.PassAsync(100);
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
        Assert.Equal([1], Marks(server.Attempts[1]));
    }

    [Fact]
    public async Task Duplex_HeadersCame_FurtherRequestsAreNotKept()
    {
        var server = new ScriptedHandler(ScriptedHandler.Answers(messages: 1, afterBytes: RequestBytes));
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.Duplex();
        await call.RequestStream.WriteAsync(Request(1));
        await call.ResponseHeadersAsync;
        await call.RequestStream.WriteAsync(Request(2));
        Assert.Equal(0, channel.Channel.Retries.Budget.Taken);
        await server.Attempts[0].ReceiveAsync(2 * RequestBytes);
        Assert.Equal([1, 2], Marks(server.Attempts[0]));
        Assert.True(await call.ResponseStream.MoveNext());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientStream_MoreThanTheBufferHolds_IsSentAndNotTriedAgain(bool perCall)
    {
        var written = new TaskCompletionSource();
        var server = new ScriptedHandler(FailsWhen(written.Task));
        using var channel = new RetryingChannel(server, options =>
        {
            options.MaxRetryBufferPerCallSize = perCall ? RequestBytes : null;
            options.MaxRetryBufferSize = perCall ? null : RequestBytes;
        });
        using var call = channel.Client.ClientStream();
        await call.RequestStream.WriteAsync(Request(1));
        Assert.Equal(RequestBytes, channel.Channel.Retries.Budget.Taken);
        await call.RequestStream.WriteAsync(Request(2));
        Assert.Equal(0, channel.Channel.Retries.Budget.Taken);
        await call.RequestStream.WriteAsync(Request(3));
        written.SetResult();
        await RetryTests.EndsAsync(StatusCode.Unavailable, call.ResponseAsync);
        Assert.Equal([1, 2, 3], Marks(Assert.Single(server.Attempts)));
    }

    [Fact]
    public async Task ClientStream_BufferFullInAPause_MakesTheNextAttemptTheLast()
    {
        var written = new TaskCompletionSource();
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable), FailsWhen(written.Task));
        using var channel = new RetryingChannel(server, options => options.MaxRetryBufferPerCallSize = RequestBytes);
        using var call = channel.Client.ClientStream();
        await call.RequestStream.WriteAsync(Request(1));
        await Eventually.IsTrueAsync(() => channel.Time.TimerCount == 1);
        // The request that is too much waits for an attempt to take it.
        var write = call.RequestStream.WriteAsync(Request(2));
        Assert.False(write.IsCompleted);
        await channel.PassAsync(100);
        await write.WaitAsync(RetryingChannel.Patience);
        await call.RequestStream.WriteAsync(Request(3));
        written.SetResult();
        await RetryTests.EndsAsync(StatusCode.Unavailable, call.ResponseAsync);
        Assert.Equal([1, 2, 3], Marks(server.Attempts[1]));
        Assert.Equal(2, server.Attempts.Count);
    }

    [Fact]
    public async Task Dispose_InAPause_KeepsNothingAndStopsTheWriter()
    {
        using var channel = new RetryingChannel(
            new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable)), options => options.MaxRetryBufferPerCallSize = RequestBytes);
        var call = channel.Client.ClientStream();
        await Eventually.IsTrueAsync(() => channel.Time.TimerCount == 1);
        await call.RequestStream.WriteAsync(Request(1));
        var write = call.RequestStream.WriteAsync(Request(2));
        call.Dispose();
        await RetryTests.EndsAsync(StatusCode.Cancelled, write);
        await RetryTests.EndsAsync(StatusCode.Cancelled, call.RequestStream.WriteAsync(Request(3)));
        Assert.Equal(0, channel.Channel.Retries.Budget.Taken);
        Assert.Equal(0, channel.Time.TimerCount);
    }

    [Fact]
    public async Task ClientStream_BufferHint_KeepsTheRequestsToo()
    {
        var server = new ScriptedHandler(ScriptedHandler.Fails(StatusCode.Unavailable, afterBytes: RequestBytes), ScriptedHandler.AnswersAtTheEnd());
        using var channel = new RetryingChannel(server);
        using var call = channel.Client.ClientStream();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        await call.RequestStream.WriteAsync(Request(1));
        await channel.PassAsync(100);
        await call.RequestStream.WriteAsync(Request(2));
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync.WaitAsync(RetryingChannel.Patience);
        Assert.Equal([1, 2], Marks(server.Attempts[1]));
    }

    private static Func<ScriptedHandler.Attempt, Task<HttpResponseMessage>> FailsWhen(Task condition) => async attempt =>
    {
        await condition;
        return await ScriptedHandler.Fails(StatusCode.Unavailable)(attempt);
    };

    private static StreamRequest Request(byte mark) => new() { Payload = ByteString.CopyFrom([.. Enumerable.Repeat(mark, RequestBytes - 7)]) };

    private static IEnumerable<int> Marks(ScriptedHandler.Attempt attempt) => attempt.Body.Chunk(RequestBytes).Select(request => (int)request[^1]);
}
