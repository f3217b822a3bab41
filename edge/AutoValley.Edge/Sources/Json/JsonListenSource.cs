using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Json;

/// <summary>Line-delimited JSON of devices that connect to a TCP port; runs until it is cancelled.</summary>
/// <param name="address">Where it listens; port 0 takes a free one.</param>
/// <param name="clock">Gives the time of samples that say none.</param>
/// <param name="logger">Is told of the first line that is refused; null of none.</param>
public sealed class JsonListenSource(IPEndPoint address, TimeProvider clock, ILogger? logger = null) : ISampleSource
{
    // A device that lost its power says nothing more: without a sign of life within a minute its place is free again.
    private const int SilenceSeconds = 30;
    private const int ProbeSeconds = 10;
    private const int Probes = 3;

    /// <summary>Devices at a time; one more is closed at once.</summary>
    public const int MaximumConnections = 64;

    private readonly TaskCompletionSource<IPEndPoint> bound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public string Name => $"json {address}";

    /// <summary>What became of all devices' lines.</summary>
    public JsonLineStatistics Statistics { get; } = new($"json {address}", logger);

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => Statistics.Counts;

    /// <inheritdoc/>
    public string? LastFault => Statistics.LastReason;

    /// <summary>Where it listens, as soon as it does.</summary>
    public Task<IPEndPoint> Bound => bound.Task;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        using var listener = new TcpListener(address);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new SourceException($"{Name}: cannot listen: {exception.Message}", exception);
        }
        bound.TrySetResult((IPEndPoint)listener.LocalEndpoint);
        var (talking, groups) = (new List<Task>(), new JsonGroups(sink));
        try
        {
            while (true)
            {
                var socket = await listener.AcceptTcpClientAsync(cancellation);
                talking.RemoveAll(one => one.IsCompleted);
                if (talking.Count < MaximumConnections)
                {
                    talking.Add(TalkAsync(socket, groups, cancellation));
                    continue;
                }
                socket.Dispose();
                Statistics.Refuse($"more than {MaximumConnections} connections");
            }
        }
        finally
        {
            // Nothing may be written any more when this returns.
            await Task.WhenAll(talking);
        }
    }

    private async Task TalkAsync(TcpClient socket, JsonGroups groups, CancellationToken cancellation)
    {
        try
        {
            using (socket)
            {
                KeepAlive(socket.Client);
                await new JsonLines(groups, clock, Statistics).ReadAsync(socket.GetStream(), cancellation);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The device left, or the agent ends: what it said whole was taken.
        }
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SilenceSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
