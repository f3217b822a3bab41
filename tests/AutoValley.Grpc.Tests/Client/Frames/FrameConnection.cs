using System.Net.Sockets;
using AutoValley.Testing.Http2;

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
        await SendAsync(new Http2Frame(FrameKind.Settings, 0, 0, []));
        return await NextRequestAsync();
    }

    /// <summary>The stream of the next request.</summary>
    public async Task<int> NextRequestAsync() => (await NextAsync(FrameKind.Headers)).Stream;

    /// <summary>The next frame of a type; others are passed over.</summary>
    public async Task<Http2Frame> NextAsync(FrameKind type)
    {
        while (true)
        {
            var frame = await Http2Frame.ReadAsync(stream);
            if (frame.Kind == type)
                return frame;
            if (frame is { Kind: FrameKind.Settings or FrameKind.Ping, Flags: 0 })
                await SendAsync(frame with { Flags = Http2Frame.Acknowledged, Payload = frame.Kind == FrameKind.Ping ? frame.Payload : [] });
        }
    }

    /// <summary>Answers settings and pings until the client closes the connection.</summary>
    public Task ClosedAsync() => NextAsync(FrameKind.PushPromise);

    /// <summary>Closes the connection.</summary>
    public Task CloseAsync()
    {
        stream.Close();
        return Task.CompletedTask;
    }

    public async Task SendAsync(params Http2Frame[] frames)
    {
        foreach (var frame in frames)
            await stream.WriteAsync(frame.ToBytes());
    }

    public Task SendAsync(string hex) => stream.WriteAsync(Convert.FromHexString(hex)).AsTask();

    /// <summary>Headers, one empty message, OK.</summary>
    public Task AnswerAsync(int request) => SendAsync(
        Http2Frame.Headers(request, HeaderBlock.Write(GrpcHeaders)), Http2Frame.Data(request, Convert.FromHexString("0000000000")), Http2Frame.Headers(request, HeaderBlock.Write(("grpc-status", "0")), ends: true));
}
