using System.Security.Cryptography;
using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Interop;
using AutoValley.Testing;
using AutoValley.Testing.Http2;
using Google.Protobuf;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>Peers that mean harm below gRPC: the connection or the stream ends, and whoever calls next is served.</summary>
public sealed class HostilePeerTests
{
    private const string Unary = RawCall.Unary;
    private const string Stream = "autovalley.interop.InteropService/ServerStream";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Preface_ThatIsNone_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(new Script());
        // A few bytes without a line end may be the beginning of a request of HTTP/1.1: Kestrel waits two minutes for the rest of them.
        foreach (var bytes in new[] { "GET / HTTP/1.1\r\nHost: valley\r\n\r\n"u8.ToArray(), RandomNumberGenerator.GetBytes(40_000) })
        {
            await using var peer = await Http2Peer.ConnectSilentlyAsync(server);
            await peer.TrySendAsync(bytes);
            await peer.ClosedAsync();
        }
        await server.ServesAsync();
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
            await peer.TrySendAsync(bytes);
            peer.Abort();
        }
        await server.ServesAsync();
    }

    [Theory]
    [InlineData(20_000, 6)] // longer than the largest frame: FRAME_SIZE_ERROR
    [InlineData(0xFFFFFF, 6)]
    public async Task Frame_ThatLiesAboutItsLength_ClosesTheConnection(int length, int code)
    {
        await using var server = await TestServer.StartAsync(new Script());
        await using var peer = await Http2Peer.ConnectAsync(server);
        await peer.CallAsync(1, Unary);
        await peer.TrySendAsync(Http2Frame.Data(1, new byte[100]).ToBytes(length));
        Assert.Equal(code, await peer.ClosedAsync());
        await server.ServesAsync();
    }

    [Fact]
    public async Task Data_WithoutAStream_ClosesTheConnection()
    {
        await using var server = await TestServer.StartAsync(new Script());
        foreach (var stream in new[] { 0, 2, 99 })
        {
            await using var peer = await Http2Peer.ConnectAsync(server);
            await peer.TrySendAsync(Http2Frame.Data(stream, [1]).ToBytes());
            Assert.NotNull(await peer.ClosedAsync());
        }
        await server.ServesAsync();
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
        await server.ServesAsync();
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
        await server.ServesAsync();
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
        await server.ServesAsync();
    }
}
