using System.Net;
using System.Net.Sockets;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A TCP relay whose listener and connections can be taken away and given back: the network between agent and server.</summary>
public sealed class BreakableProxy : IAsyncDisposable
{
    private readonly int target;
    private readonly IPAddress address;
    private CancellationTokenSource open = new();
    private Task running = Task.CompletedTask;
    private volatile bool isFrozen;

    /// <param name="target">The port that it leads to.</param>
    /// <param name="address">Where it listens; loopback when left out.</param>
    public BreakableProxy(int target, IPAddress? address = null)
    {
        (this.target, this.address) = (target, address ?? IPAddress.Loopback);
        Port = ServerUnderTest.FreePort();
        Mend();
    }

    public int Port { get; }

    /// <summary>Listens again.</summary>
    public void Mend()
    {
        open = new CancellationTokenSource();
        var listener = new TcpListener(address, Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        running = AcceptAsync(listener, open.Token);
    }

    /// <summary>Closes the listener and every connection.</summary>
    public async Task BreakAsync()
    {
        await open.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>From now on nothing arrives, and nobody is told: as when a machine's power or a link is lost.</summary>
    public void Freeze() => isFrozen = true;

    public async ValueTask DisposeAsync()
    {
        await BreakAsync();
        open.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cancellation)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await listener.AcceptTcpClientAsync(cancellation), cancellation));
        }
        finally
        {
            listener.Stop();
            await Task.WhenAll(relays).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RelayAsync(TcpClient client, CancellationToken cancellation)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, target, cancellation);
            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(CopyAsync(near, far, cancellation), CopyAsync(far, near, cancellation));
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if (isFrozen)
                await Task.Delay(Timeout.Infinite, cancellation);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }
}
