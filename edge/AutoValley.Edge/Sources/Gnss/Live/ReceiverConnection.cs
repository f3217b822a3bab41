using System.Net.Sockets;
using AutoValley.Edge.Uplink;

namespace AutoValley.Edge.Sources.Gnss.Live;

/// <summary>A receiver's sentences over TCP: as they are, or of gpsd's port, which has to be asked for them (gpsd_json(5), WATCH).</summary>
internal static class ReceiverConnection
{
    /// <summary>Longest wait for a connection.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Connects.</summary>
    /// <param name="address">Where.</param>
    /// <param name="isGpsd">Whether gpsd's JSON port is there.</param>
    /// <param name="clock">For the limit.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SourceException">Nobody is there.</exception>
    public static async Task<Stream> OpenAsync(ServerAddress address, bool isGpsd, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await client.ConnectAsync(address.Host, address.Port, either.Token);
            if (isGpsd)
                await client.SendAsync("?WATCH={\"enable\":true,\"raw\":1};\n"u8.ToArray(), either.Token);
            return new NetworkStream(client, ownsSocket: true);
        }
        catch (Exception failure)
        {
            client.Dispose();
            cancellation.ThrowIfCancellationRequested();
            if (failure is not SocketException && !limit.IsCancellationRequested)
                throw;
            var reason = failure is SocketException ? failure.Message : $"no answer within {Limit.TotalSeconds:0} s";
            throw new SourceException($"gnss {address}: cannot connect: {reason}", failure);
        }
    }
}
