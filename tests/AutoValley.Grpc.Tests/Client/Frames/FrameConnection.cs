using System.Buffers.Binary;
using System.Net.Sockets;

namespace AutoValley.Grpc.Tests.Client.Frames;

/// <summary>The server's side of one connection, frame by frame. Settings and pings are answered while a frame is waited for.</summary>
internal sealed class FrameConnection(NetworkStream stream)
{
    private const int PrefaceBytes = 24;

    /// <summary>A response's headers as gRPC has them.</summary>
    public static (string Name, string Value)[] GrpcHeaders { get; } = [(":status", "200"), ("content-type", "application/grpc")];

    /// <summary>Takes the preface, says which settings hold, and waits for the first request.</summary>
    /// <returns>Its stream.</returns>
    public async Task<int> OpenAsync()
    {
        await stream.ReadExactlyAsync(new byte[PrefaceBytes]);
        await SendAsync(new Frame(FrameType.Settings, 0, 0, []));
        return await NextRequestAsync();
    }

    /// <summary>The stream of the next request.</summary>
    public async Task<int> NextRequestAsync() => (await NextAsync(FrameType.Headers)).Stream;

    /// <summary>The next frame of a type; others are passed over.</summary>
    public async Task<Frame> NextAsync(FrameType type)
    {
        while (true)
        {
            var frame = await ReadAsync();
            if (frame.Type == type)
                return frame;
            if (frame is { Type: FrameType.Settings or FrameType.Ping, Flags: 0 })
                await SendAsync(frame with { Flags = Frame.Acknowledged, Payload = frame.Type == FrameType.Ping ? frame.Payload : [] });
        }
    }

    /// <summary>Answers settings and pings until the client closes the connection.</summary>
    public Task ClosedAsync() => NextAsync(FrameType.PushPromise);

    /// <summary>Closes the connection.</summary>
    public Task CloseAsync()
    {
        stream.Close();
        return Task.CompletedTask;
    }

    public async Task SendAsync(params Frame[] frames)
    {
        foreach (var frame in frames)
            await stream.WriteAsync(frame.ToBytes());
    }

    public Task SendAsync(string hex) => stream.WriteAsync(Convert.FromHexString(hex)).AsTask();

    /// <summary>Headers, one empty message, OK.</summary>
    public Task AnswerAsync(int request) => SendAsync(
        Frame.Headers(request, 0, GrpcHeaders), Frame.Data(request, 0, "0000000000"), Frame.Headers(request, Frame.EndStream, ("grpc-status", "0")));

    private async Task<Frame> ReadAsync()
    {
        var prefix = new byte[Frame.PrefixBytes];
        await stream.ReadExactlyAsync(prefix);
        var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(prefix) >> 8];
        await stream.ReadExactlyAsync(payload);
        return new Frame((FrameType)prefix[3], prefix[4], BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(5)), payload);
    }
}
