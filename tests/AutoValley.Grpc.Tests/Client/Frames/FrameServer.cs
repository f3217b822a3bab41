using System.Net;
using System.Net.Sockets;
using AutoValley.Interop;
using Grpc.Net.Client;

namespace AutoValley.Grpc.Tests.Client.Frames;

/// <summary>A peer that does with each connection what a test says, below HTTP. A connection is closed when its script ends.</summary>
internal sealed class FrameServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _connections = [];
    private readonly Task _serving;

    /// <param name="script">Is given the connection and its number, from 1.</param>
    /// <param name="clock">The client's.</param>
    public FrameServer(Func<FrameConnection, int, Task> script, TimeProvider? clock = null)
    {
        _listener.Start();
        _serving = ServeAsync(script);
        Channel = GrpcChannel.ForAddress($"http://{_listener.LocalEndpoint}", new GrpcChannelOptions { Clock = clock ?? TimeProvider.System });
        Client = new InteropService.InteropServiceClient(Channel);
    }

    public GrpcChannel Channel { get; }

    public InteropService.InteropServiceClient Client { get; }

    /// <summary>That were made so far.</summary>
    public int Connections
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        _listener.Stop();
        lock (_connections)
            _connections.ForEach(connection => connection.Dispose());
        await _serving;
    }

    private async Task ServeAsync(Func<FrameConnection, int, Task> script)
    {
        var scripts = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync();
                lock (_connections)
                    _connections.Add(connection);
                scripts.Add(RunAsync(script, connection, scripts.Count + 1));
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The listener was stopped.
        }
        await Task.WhenAll(scripts);
    }

    private static async Task RunAsync(Func<FrameConnection, int, Task> script, TcpClient connection, int number)
    {
        using (connection)
        {
            try
            {
                await script(new FrameConnection(connection.GetStream()), number);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The client has gone.
            }
        }
    }
}
