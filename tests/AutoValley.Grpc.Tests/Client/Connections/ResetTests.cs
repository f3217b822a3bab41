using System.Buffers.Binary;
using AutoValley.Grpc.Tests.Client.Frames;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Grpc.Core;

namespace AutoValley.Grpc.Tests.Client.Connections;

/// <summary>Whoever ends a call before the server does tells the server: RST_STREAM with CANCEL, seen by a peer that reads frames.</summary>
public sealed class ResetTests
{
    private const uint Cancel = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_Cancelled_ResetsTheStream(bool afterHeaders)
    {
        using var stop = new CancellationTokenSource();
        await using var peer = new Peer(afterHeaders);
        using var call = peer.Server.Client.Duplex(cancellationToken: stop.Token);
        await peer.Arrived.WaitAsync(Patience);
        await stop.CancelAsync();
        Assert.Equal(Cancel, await peer.ResetCode.WaitAsync(Patience));
    }

    [Fact]
    public async Task Deadline_Passed_ResetsTheStream()
    {
        var clock = new VirtualTime();
        await using var peer = new Peer(sendHeaders: true, clock);
        using var call = peer.Server.Client.Duplex(deadline: clock.GetUtcNow().UtcDateTime.AddSeconds(1));
        await peer.Arrived.WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.False(peer.ResetCode.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(Cancel, await peer.ResetCode.WaitAsync(Patience));
    }

    [Fact]
    public async Task Dispose_OfTheCall_ResetsTheStream()
    {
        await using var peer = new Peer(sendHeaders: true);
        var call = peer.Server.Client.Duplex();
        await peer.Arrived.WaitAsync(Patience);
        call.Dispose();
        Assert.Equal(Cancel, await peer.ResetCode.WaitAsync(Patience));
        Assert.Equal("the call was disposed before its end", call.GetStatus().Detail);
    }

    [Fact]
    public async Task Dispose_OfTheChannel_EndsItsCallsAtBothSides()
    {
        var (arrived, aborted) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            arrived.SetResult();
            await aborted.Task;
        });
        var call = new InteropService.InteropServiceClient(server.Channel).Duplex();
        var read = call.ResponseStream.MoveNext();
        await arrived.Task.WaitAsync(Patience);
        server.Channel.Dispose();
        var failure = await Assert.ThrowsAsync<RpcException>(() => read.WaitAsync(Patience));
        Assert.Equal((StatusCode.Cancelled, "the channel was disposed before the call's end"), (failure.StatusCode, failure.Status.Detail));
        await aborted.Task.WaitAsync(Patience);
    }

    private sealed class Peer : IAsyncDisposable
    {
        private readonly TaskCompletionSource _arrived = new();
        private readonly TaskCompletionSource<uint> _reset = new();

        public Peer(bool sendHeaders, TimeProvider? clock = null) => Server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            if (sendHeaders)
                await connection.SendAsync(Http2Frame.Headers(request, HeaderBlock.Write(FrameConnection.GrpcHeaders)));
            _arrived.SetResult();
            var reset = await connection.NextAsync(FrameKind.ResetStream);
            Assert.Equal(request, reset.Stream);
            _reset.SetResult(BinaryPrimitives.ReadUInt32BigEndian(reset.Payload));
        }, clock);

        public FrameServer Server { get; }

        public Task Arrived => _arrived.Task;

        public Task<uint> ResetCode => _reset.Task;

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
