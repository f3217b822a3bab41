using System.Collections.Concurrent;
using AutoValley.Grpc.Tests.Client.Frames;
using AutoValley.Interop;
using AutoValley.Testing.Http2;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Tests.Client.Connections;

public sealed class ReuseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Calls_HoweverTheyEnd_ShareOneConnection()
    {
        var connections = new ConcurrentDictionary<string, int>();
        await using var server = await RawServer.StartAsync(async context =>
        {
            connections.AddOrUpdate(context.Connection.Id, 1, (_, calls) => calls + 1);
            context.Response.ContentType = "application/grpc";
            switch (context.Request.Headers["end"].ToString())
            {
                case "ok":
                    await context.Response.Body.WriteAsync(new byte[5]);
                    context.Response.AppendTrailer("grpc-status", "0");
                    break;
                case "status":
                    context.Response.Headers["grpc-status"] = "5";
                    break;
                case "reset":
                    context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResetFeature>()!.Reset(2);
                    break;
                default:
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                    break;
            }
        });
        var client = new InteropClient(server.Channel);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(StatusCode.OK, await EndAsync("ok"));
            Assert.Equal(StatusCode.NotFound, await EndAsync("status"));
            Assert.Equal(StatusCode.Internal, await EndAsync("reset"));
            Assert.Equal(StatusCode.DeadlineExceeded, await EndAsync("never", DateTime.UtcNow.AddMilliseconds(100)));
        }
        // The calls with a deadline may have ended before they left.
        var calls = Assert.Single(connections).Value;
        Assert.InRange(calls, 15, 20);

        async Task<StatusCode> EndAsync(string how, DateTime? deadline = null)
        {
            var call = client.EmptyCallAsync(new Empty(), new Metadata { { "end", how } }, deadline);
            await ((Task)call.ResponseAsync).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return call.GetStatus().StatusCode;
        }
    }

    [Fact]
    public async Task Calls_MoreThanAConnectionTakes_GetASecondOne()
    {
        var connections = new ConcurrentDictionary<string, int>();
        var arrived = new SemaphoreSlim(0);
        await using var server = await RawServer.StartAsync(
            async context =>
            {
                connections[context.Connection.Id] = 0;
                arrived.Release();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            },
            configure: kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 2);
        var client = new InteropClient(server.Channel);
        for (var i = 0; i < 3; i++)
        {
            _ = client.Duplex();
            Assert.True(await arrived.WaitAsync(Patience));
        }
        Assert.Equal(2, connections.Count);
    }

    [Fact]
    public async Task GoAway_BetweenCalls_LeadsToANewConnection()
    {
        await using var server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            await connection.AnswerAsync(request);
            await connection.SendAsync(Http2Frame.GoAway(request, 0));
            await connection.ClosedAsync();
        });
        for (var i = 0; i < 3; i++)
            await server.Client.EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task GoAway_WithACallUnderWay_LetsItEnd()
    {
        await using var server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            await connection.SendAsync(Http2Frame.GoAway(request, 0));
            await connection.AnswerAsync(request);
            await connection.ClosedAsync();
        });
        await server.Client.EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task GoAway_BeforeTheCallWasTaken_MakesItAgain()
    {
        await using var server = new FrameServer(RefuseFirstAsync);
        await server.Client.EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task GoAway_BeforeAStreamThatIsReadFirst_MakesItAgain()
    {
        await using var server = new FrameServer(RefuseFirstAsync);
        using var call = server.Client.Duplex();
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.False(await call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task GoAway_BeforeAStreamWhoseRequestsAreOnTheirWay_IsUnavailable()
    {
        await using var server = new FrameServer(async (connection, number) =>
        {
            await connection.OpenAsync();
            if (number == 1)
            {
                await connection.NextAsync(FrameKind.Data);
                await connection.SendAsync(Http2Frame.GoAway(0, 0));
            }
            await connection.ClosedAsync();
        });
        using var call = server.Client.Duplex();
        // The refusal may come while this is under way; the responses' end tells why.
        Assert.True(await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new StreamRequest())) is null or RpcException { StatusCode: StatusCode.Unavailable });
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.EndsWith("the server refused the call, and its requests can be sent no second time", failure.Status.Detail);
    }

    [Fact]
    public async Task Channel_Disposed_TakesNoCalls()
    {
        await using var server = await RawServer.StartAsync("0000000000", "0");
        var client = new InteropClient(server.Channel);
        await client.EmptyCallAsync(new Empty());
        server.Channel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => client.EmptyCallAsync(new Empty()));
        Assert.Throws<ObjectDisposedException>(() => client.Duplex());
    }

    // The first connection takes no call, the second one answers.
    private static async Task RefuseFirstAsync(FrameConnection connection, int number)
    {
        var request = await connection.OpenAsync();
        if (number == 1)
            await connection.SendAsync(Http2Frame.GoAway(0, 0));
        else
            await connection.AnswerAsync(request);
        await connection.ClosedAsync();
    }
}
