using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Google.Protobuf;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>What peers that mean harm below gRPC cost while they are there, in a process in which no other test runs meanwhile.</summary>
[Collection(nameof(HostilePeerMemoryTests))]
[CollectionDefinition(nameof(HostilePeerMemoryTests), DisableParallelization = true)]
public sealed class HostilePeerMemoryTests
{
    private const string Unary = RawCall.Unary;
    private const string Stream = "autovalley.interop.InteropService/ServerStream";

    // What one of them may cost; a test process has some of its own.
    private const long MaximumBytes = 48 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Headers_WithoutEnd_CloseTheConnectionInBoundedMemory()
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        var block = HeaderBlock.Write(Enumerable.Range(0, 100).Select(index => ($"x-{index}", new string('x', 100))));
        await BoundedAsync(async () =>
        {
            await peer.TrySendAsync(Http2Frame.Headers(1, HeaderBlock.Write(peer.RequestHeaders(Unary)), complete: false).ToBytes());
            for (var index = 0; index < 5_000 && await peer.TrySendAsync(Http2Frame.Continuation(1, block, complete: false).ToBytes()); index++)
            {
                // Until the server has had enough.
            }
            await peer.ClosedAsync();
        });
        await server.ServesAsync();
    }

    [Fact]
    public async Task Streams_ThatAreResetAtOnce_CostNothingForLong()
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        var block = HeaderBlock.Write(peer.RequestHeaders(Unary));
        await BoundedAsync(async () =>
        {
            // The server may end the connection for it, or serve on.
            for (var stream = 1; stream < 40_000 && await peer.TrySendAsync([.. Http2Frame.Headers(stream, block).ToBytes(), .. Http2Frame.Reset(stream, 8).ToBytes()]); stream += 2)
            {
                if (stream % 1_001 == 0)
                    await server.ServesAsync();
            }
        });
        await server.ServesAsync();
    }

    [Fact]
    public async Task PingsAndSettings_WithoutEnd_CostBoundedMemory()
    {
        await using var server = await TestServer.StartAsync(new Script());
        byte[][] floods = [Http2Frame.Ping().ToBytes(), Http2Frame.Settings((Http2Peer.InitialWindowSize, 65_535)).ToBytes()];
        foreach (var flood in floods)
        {
            await using var peer = await Http2Peer.ConnectAsync(server);
            byte[] many = [.. Enumerable.Repeat(flood, 1_000).SelectMany(bytes => bytes)];
            await BoundedAsync(async () =>
            {
                // Nothing is read: when neither side's buffers take more, TCP makes the peer wait.
                for (var round = 0; round < 200; round++)
                {
                    var sending = peer.TrySendAsync(many);
                    if (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1))) != sending || !await sending)
                        break;
                }
            });
            peer.Abort();
        }
        await server.ServesAsync();
    }

    [Fact]
    public async Task Windows_ThatAreNeverOpened_HoldTheHandlersAndBoundedMemory()
    {
        var (writes, running) = (0, 0);
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    var response = new StreamResponse { Payload = ByteString.CopyFrom(new byte[64 << 10]) };
                    while (true)
                    {
                        await responses.WriteAsync(response, context.CancellationToken);
                        Interlocked.Increment(ref writes);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var peer = await Http2Peer.ConnectAsync(server, window: 0);
        await BoundedAsync(async () =>
        {
            for (var stream = 1; stream < 200; stream += 2)
            {
                await peer.CallAsync(stream, Stream);
                await peer.SendAsync(Http2Frame.Data(stream, new byte[5], ends: true));
            }
            await Eventually.IsTrueAsync(() => Volatile.Read(ref running) == 100);
            await server.ServesAsync();
            Assert.InRange(Volatile.Read(ref writes), 0, 200);
        });
        // It vanishes, and nobody writes for it any more.
        peer.Abort();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref running) == 0);
        await server.ServesAsync();
    }

    private static async Task BoundedAsync(Func<Task> hostile)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await hostile();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MaximumBytes);
    }
}
