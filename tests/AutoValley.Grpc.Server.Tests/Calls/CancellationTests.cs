using AutoValley.Interop;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Calls whose callers leave, and calls with a deadline that is not reached.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Deadline_NotReached_LeavesTheCallAlone()
    {
        await using var server = await TestServer.StartAsync(new Script());
        foreach (var timeout in (string[])["60S", "99999999H", "10M"])
            Assert.Equal("0", (await RawCall.SendAsync(server, RawCall.Unary, "0000000000", ("grpc-timeout", timeout))).GrpcStatus);
    }

    [Fact]
    public async Task Caller_Cancels_CancelsTheHandlersTokenAndItsReadAndWrite()
    {
        var ended = new TaskCompletionSource<Exception>();
        var script = new Script
        {
            Duplex = async (requests, responses, context) =>
            {
                await responses.WriteAsync(new StreamResponse());
                ended.SetResult(await Record.ExceptionAsync(() => requests.MoveNext()));
                Assert.True(context.CancellationToken.IsCancellationRequested);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => responses.WriteAsync(new StreamResponse()));
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var call = new InteropClient(server.Channel).Duplex();
        Assert.True(await call.ResponseStream.MoveNext());
        call.Dispose();
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        Assert.Empty(server.Errors);
    }
}
