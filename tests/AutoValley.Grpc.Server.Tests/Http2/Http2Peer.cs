using System.Net.Sockets;
using System.Text;
using AutoValley.Testing.Http2;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>A client of HTTP/2 that sends whatever frames a test wants, and opens no windows unless it is told to.</summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    public const short HeaderTableSize = 1, InitialWindowSize = 4;

    public static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    // For a machine on which everything else builds and runs too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TcpClient _tcp = new();
    private readonly string _authority;

    // Of its own: the client gives none any more once the connection is lost.
    private Stream _stream = Stream.Null;

    private Http2Peer(string authority) => _authority = authority;

    /// <summary>Connects and says nothing.</summary>
    public static async Task<Http2Peer> ConnectSilentlyAsync(TestServer server)
    {
        var peer = new Http2Peer(server.Address.Authority);
        peer._tcp.NoDelay = true;
        await peer._tcp.ConnectAsync(server.Address.Host, server.Address.Port);
        peer._stream = peer._tcp.GetStream();
        return peer;
    }

    /// <summary>Connects, with windows of this size for each response.</summary>
    public static async Task<Http2Peer> ConnectAsync(TestServer server, int window = 1 << 20)
    {
        var peer = await ConnectSilentlyAsync(server);
        await peer.SendAsync([.. Preface, .. Http2Frame.Settings((HeaderTableSize, 0), (InitialWindowSize, window)).ToBytes()]);
        return peer;
    }

    public Task SendAsync(params Http2Frame[] frames) => SendAsync(frames.SelectMany(frame => frame.ToBytes()).ToArray());

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>False when the server has closed the connection.</summary>
    public async Task<bool> TrySendAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Begins a call.</summary>
    public Task CallAsync(int stream, string path, params (string Name, string Value)[] headers) =>
        SendAsync(Http2Frame.Headers(stream, HeaderBlock.Write(RequestHeaders(path, headers))));

    /// <summary>Those of a call, and more.</summary>
    public IEnumerable<(string Name, string Value)> RequestHeaders(string path, params (string Name, string Value)[] more) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", "/" + path), (":authority", _authority),
        ("content-type", "application/grpc"), ("te", "trailers"), .. more,
    ];

    /// <summary>The next frame; null when the connection is closed.</summary>
    public async Task<Http2Frame?> ReadAsync()
    {
        try
        {
            return await Http2Frame.ReadAsync(_stream).WaitAsync(Patience);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until a frame is there; others are left out.</summary>
    public async Task<Http2Frame> ReadAsync(Func<Http2Frame, bool> wanted)
    {
        while (await ReadAsync() is { } frame)
        {
            if (wanted(frame))
                return frame;
        }
        throw new IOException("the connection was closed");
    }

    /// <summary>Reads until a stream ends, however that is.</summary>
    /// <param name="stream">The one.</param>
    /// <param name="opensWindows">Whether the server may go on when what it may send was sent.</param>
    public async Task<Http2Answer> AnswerAsync(int stream, bool opensWindows = false)
    {
        var answer = new Http2Answer();
        while (!answer.IsOver)
        {
            var frame = await ReadAsync();
            answer.Take(frame, stream);
            if (opensWindows && frame is { Kind: FrameKind.Data, Payload.Length: > 0 and var taken } && !answer.IsOver)
                // The server may have sent all and left: the rest of the answer is on its way already then.
                await TrySendAsync([.. Http2Frame.WindowUpdate(0, taken).ToBytes(), .. Http2Frame.WindowUpdate(stream, taken).ToBytes()]);
        }
        return answer;
    }

    /// <summary>Reads until the server closes the connection; its error code, when it gave one.</summary>
    public async Task<int?> ClosedAsync()
    {
        int? code = null;
        while (await ReadAsync() is { } frame)
        {
            if (frame.Kind == FrameKind.GoAway)
                code = frame.ErrorCode;
        }
        return code;
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return default;
    }

    /// <summary>Vanishes, with a TCP reset.</summary>
    public void Abort()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Dispose();
    }
}
