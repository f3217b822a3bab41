using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Driver;

/// <summary>
/// A TCP port for displays in the vehicle: each reads lines of JSON, first the warnings that hold, then what changes, and a sign of life each second. A port that
/// cannot be opened is tried again.
/// </summary>
/// <param name="isOnline">Whether the agent is connected to the server.</param>
/// <param name="clock">For what is due.</param>
/// <param name="logger">Is told when the port cannot be opened.</param>
internal sealed class DriverPort(Func<bool> isOnline, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private CancellationTokenSource changed = new();
    private IPEndPoint? address;
    private volatile string? fault;
    private volatile IPEndPoint? bound;

    /// <summary>What is shown.</summary>
    public DriverBoard Board { get; } = new(clock);

    /// <summary>Where it listens; null while it does not.</summary>
    public IPEndPoint? Bound => bound;

    /// <summary>Why nothing can be shown; null when a display may come.</summary>
    public string? Refusal => address is null
        ? "this agent has no displays: give driver.listen in its configuration"
        : fault;

    /// <summary>Listens there from now on; null ends it. The displays of another address are closed.</summary>
    public void Listen(IPEndPoint? wanted)
    {
        CancellationTokenSource before;
        lock (gate)
        {
            if (Equals(wanted, address))
                return;
            (before, address, changed) = (changed, wanted, new CancellationTokenSource());
        }
        // Who waits for it may go on in this very call, and asks for what is now.
        before.Cancel();
        before.Dispose();
    }

    /// <summary>Serves displays until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var beating = BeatAsync(stop);
        while (!stop.IsCancellationRequested)
        {
            using var until = Until(stop, out var now);
            await ServeAsync(now, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => changed.Dispose();

    private CancellationTokenSource Until(CancellationToken stop, out IPEndPoint? now)
    {
        lock (gate)
        {
            now = address;
            return CancellationTokenSource.CreateLinkedTokenSource(stop, changed.Token);
        }
    }

    private async Task ServeAsync(IPEndPoint? now, CancellationToken until)
    {
        if (now is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, until);
        try
        {
            await AcceptAsync(now!, until);
        }
        catch (SocketException refused)
        {
            fault = $"driver.listen {now}: cannot listen: {refused.Message}";
            logger.DriverPortFailed(fault);
            await Task.Delay(Retry, clock, until);
        }
    }

    private async Task AcceptAsync(IPEndPoint now, CancellationToken until)
    {
        var talking = new List<Task>();
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(until);
        using var listener = new TcpListener(now);
        try
        {
            listener.Start();
            (fault, bound) = (null, (IPEndPoint)listener.LocalEndpoint);
            while (true)
            {
                var display = await listener.AcceptTcpClientAsync(until);
                talking.RemoveAll(one => one.IsCompleted);
                talking.Add(TalkAsync(display, closing.Token));
            }
        }
        finally
        {
            bound = null;
            await closing.CancelAsync();
            await Task.WhenAll(talking);
        }
    }

    private async Task TalkAsync(TcpClient display, CancellationToken until)
    {
        using (display)
        {
            if (Board.Attach(isOnline()) is not { } lines)
                return;
            try
            {
                await foreach (var line in lines.Reader.ReadAllAsync(until))
                    await display.GetStream().WriteAsync(line, until);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The display left, or the port closes.
            }
            finally
            {
                Board.Detach(lines);
            }
        }
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        while (await timer.WaitForNextTickAsync(stop))
            Board.Beat(isOnline());
    }
}
