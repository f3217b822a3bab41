using System.Security.Cryptography;
using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Google.Protobuf;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>Peers that mean harm below gRPC: the connection or the stream ends, memory stays bounded, and whoever calls next is served.</summary>
public sealed class HostilePeerTests
{
    private const string Unary = RawCall.Unary;
    private const string Stream = "autovalley.interop.InteropService/ServerStream";

    // What one hostile peer may cost while it is there; a test process has some of its own.
    private const long MaximumBytes = 48 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Preface_ThatIsNone_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(new Script());
        // A few bytes without a line end may be the beginning of a request of HTTP/1.1: Kestrel waits two minutes for the rest of them.
        foreach (var bytes in new[] { "GET / HTTP/1.1\r\nHost: valley\r\n\r\n"u8.ToArray(), RandomNumberGenerator.GetBytes(40_000) })
        {
            await using var peer = await Http2Peer.ConnectSilentlyAsync(server);
            await SendAsync(peer, bytes);
            await peer.ClosedAsync();
        }
        await ServesAsync(server);
    }

    [Fact]
    public async Task Frames_OfRandomBytes_CloseTheConnectionAndNothingElse()
    {
        await using var server = await TestServer.StartAsync(new Script());
        var random = new Random(7);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await using var peer = await Http2Peer.ConnectAsync(server);
            var bytes = new byte[random.Next(9, 60_000)];
            random.NextBytes(bytes);
            // Half of them claim to be a frame that is understood.
            if (attempt % 2 == 0)
                (bytes[0], bytes[1], bytes[3], bytes[5], bytes[6], bytes[7]) = (0, (byte)random.Next(64), (byte)random.Next(10), 0, 0, 0);
            await SendAsync(peer, bytes);
            peer.Abort();
        }
        await ServesAsync(server);
    }

    [Theory]
    [InlineData(20_000, 6)] // longer than the largest frame: FRAME_SIZE_ERROR
    [InlineData(0xFFFFFF, 6)]
    public async Task Frame_ThatLiesAboutItsLength_ClosesTheConnection(int length, int code)
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, Unary);
        await SendAsync(peer, Http2Frame.Data(1, new byte[100]).ToBytes(length));
        Assert.Equal(code, await peer.ClosedAsync());
        await ServesAsync(server);
    }

    [Fact]
    public async Task Data_WithoutAStream_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(new Script());
        foreach (var stream in new[] { 0, 2, 99 })
        {
            await using var peer = await Http2Peer.ConnectAsync(server);
            await SendAsync(peer, Http2Frame.Data(stream, [1]).ToBytes());
            Assert.NotNull(await peer.ClosedAsync());
        }
        await ServesAsync(server);
    }

    [Fact]
    public async Task Headers_WithoutEnd_CloseTheConnectionInBoundedMemory()
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        var block = HeaderBlock.Write(Enumerable.Range(0, 100).Select(index => ($"x-{index}", new string('x', 100))));
        await BoundedAsync(async () =>
        {
            await SendAsync(peer, Http2Frame.Headers(1, HeaderBlock.Write(peer.RequestHeaders(Unary)), complete: false).ToBytes());
            for (var index = 0; index < 5_000 && await SendAsync(peer, Http2Frame.Continuation(1, block, complete: false).ToBytes()); index++)
            {
                // Until the server has had enough.
            }
            await peer.ClosedAsync();
        });
        await ServesAsync(server);
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
            for (var stream = 1; stream < 40_000 && await SendAsync(peer, [.. Http2Frame.Headers(stream, block).ToBytes(), .. Http2Frame.Reset(stream, 8).ToBytes()]); stream += 2)
            {
                if (stream % 1_001 == 0)
                    await ServesAsync(server);
            }
        });
        await ServesAsync(server);
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
                    var sending = SendAsync(peer, many);
                    if (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1))) != sending || !await sending)
                        break;
                }
            });
            peer.Abort();
        }
        await ServesAsync(server);
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
            await ServesAsync(server);
            Assert.InRange(Volatile.Read(ref writes), 0, 200);
        });
        // It vanishes, and nobody writes for it any more.
        peer.Abort();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref running) == 0);
        await ServesAsync(server);
    }

    [Fact]
    public async Task Reset_OfAStreamWhoseWindowIsShut_EndsItsHandler()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                await using var registration = context.CancellationToken.Register(() => ended.TrySetResult());
                while (true)
                    await responses.WriteAsync(new StreamResponse { Payload = ByteString.CopyFrom(new byte[64 << 10]) }, context.CancellationToken);
            },
        };
        await using var server = await TestServer.StartAsync(script);
        await using var peer = await Http2Peer.ConnectAsync(server, window: 0);
        await peer.CallAsync(1, Stream);
        await peer.SendAsync(Http2Frame.Data(1, new byte[5], ends: true));
        await peer.ReadAsync(frame => frame.Kind == FrameKind.Headers);
        await peer.SendAsync(Http2Frame.Reset(1, 8));
        await ended.Task.WaitAsync(Patience);
        await ServesAsync(server);
    }

    [Fact]
    public async Task Request_ByteByByte_IsServed()
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        byte[] message = [0, 0, 0, 0, 2, 0x08, 0x01];
        byte[] bytes =
        [
            .. Http2Frame.Headers(1, HeaderBlock.Write(peer.RequestHeaders(Unary))).ToBytes(),
            .. message.SelectMany((value, index) => Http2Frame.Data(1, [value], ends: index == message.Length - 1).ToBytes()),
        ];
        foreach (var value in bytes)
            await peer.SendAsync([value]);
        Assert.Equal("0", (await peer.AnswerAsync(1)).GrpcStatus);
    }

    [Fact]
    public async Task Connection_ThatVanishesInsideAMessage_CancelsTheCall()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var script = new Script
        {
            ClientStream = async (requests, context) =>
            {
                began.SetResult();
                try
                {
                    await requests.MoveNext(context.CancellationToken);
                }
                catch (Exception gone)
                {
                    read.SetResult(gone);
                }
                return new SumResponse();
            },
        };
        await using var server = await TestServer.StartAsync(script);
        var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, RawCall.ClientStream);
        await peer.SendAsync(Http2Frame.Data(1, [0, 0, 0, 1, 0, 1, 2, 3]));
        // An abort takes with it what the server did not read yet.
        await began.Task.WaitAsync(Patience);
        peer.Abort();
        Assert.IsType<OperationCanceledException>(await read.Task.WaitAsync(Patience), exactMatch: false);
        await ServesAsync(server);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("500")]
    public async Task ContentLength_ThatLies_EndsTheCallAlone(string length)
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, Unary, ("content-length", length));
        await peer.SendAsync(Http2Frame.Data(1, [0, 0, 0, 0, 2, 0x08, 0x01], ends: true));
        var answer = await peer.AnswerAsync(1);
        Assert.True(answer.ResetCode is not null || answer.ConnectionClosed || answer.GrpcStatus is not (null or "0"), answer.GrpcStatus);
        await ServesAsync(server);
    }

    /// <summary>False when the server has closed the connection.</summary>
    private static async Task<bool> SendAsync(Http2Peer peer, byte[] bytes)
    {
        try
        {
            await peer.SendAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task BoundedAsync(Func<Task> hostile)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await hostile();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MaximumBytes);
    }

    private static async Task ServesAsync(TestServer server) =>
        await new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest(), deadline: DateTime.UtcNow + Patience);
}
