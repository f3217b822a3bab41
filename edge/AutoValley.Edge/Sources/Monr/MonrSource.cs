using System.Net;
using System.Net.Sockets;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>
/// Target platforms of a proving ground: their monitor messages (ISO 22133 MONR) over UDP, on the timeline of the vehicle. Each target's signals are a
/// private branch of the vehicle, because a batch belongs to one vehicle and the distance to a target is judged on one clock. Runs until it is cancelled.
/// </summary>
internal sealed class MonrSource : ISampleSource
{
    // Of UDP over IPv4.
    private const int LargestPacket = 65_507;

    // A second of 100 targets at 100 Hz, if the system allows it.
    private const int SocketBufferBytes = 1 << 20;

    private readonly MonrOptions options;
    private readonly TimeProvider clock;
    private readonly TaskCompletionSource<IPEndPoint> bound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">Where, and whose.</param>
    /// <param name="clock">Gives the time of receipt.</param>
    /// <param name="loggers">The first of each fault is logged.</param>
    public MonrSource(MonrOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.options, this.clock) = (options, clock);
        Statistics = new MonrStatistics(Name, loggers.CreateLogger<MonrSource>());
    }

    /// <inheritdoc/>
    public string Name => $"monr {options.Address}";

    /// <summary>What became of the messages.</summary>
    public MonrStatistics Statistics { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => Statistics.Counts;

    /// <inheritdoc/>
    public string? LastFault => Statistics.Faults.Last;

    /// <summary>Where it listens, as soon as it does.</summary>
    public Task<IPEndPoint> Bound => bound.Task;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        using var socket = Open();
        // A token for each packet would cost an allocation.
        using var stop = cancellation.UnsafeRegister(static opened => ((Socket)opened!).Dispose(), socket);
        var receiver = new MonrReceiver(options, Statistics, sink);
        var buffer = GC.AllocateUninitializedArray<byte>(LargestPacket, pinned: true).AsMemory();
        while (true)
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new SourceException($"{Name}: {closed.Message}", closed);
            }
            if (count > 0)
                await receiver.TakeAsync(buffer[..count], UnixTime.Now(clock), cancellation);
        }
    }

    private Socket Open()
    {
        var socket = new Socket(options.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = SocketBufferBytes;
            socket.Bind(options.Address);
            bound.TrySetResult((IPEndPoint)socket.LocalEndPoint!);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new SourceException($"{Name}: cannot listen: {error.Message}; is the address one of this machine, and the port free?", error);
        }
    }
}
