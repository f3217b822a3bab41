using System.IO.Pipelines;

namespace AutoValley.Mqtt.Client;

/// <summary>One connection after another for one session, with back-off between them, until it is stopped.</summary>
internal sealed class SessionLoop
{
    private readonly Lock sync = new();
    private readonly MqttClientOptions client;
    private readonly MqttSessionOptions options;
    private readonly SessionState state;
    private readonly Func<CancellationToken, Task<IDuplexPipe>> dial;
    private readonly TimeProvider clock;
    private readonly BackOff backOff;
    private readonly Dictionary<string, MqttSubscription> subscriptions = [];
    private TaskCompletionSource changed = NewChange();
    private ClientConnection? ready;
    private ClientConnection? current;
    private Task running = Task.CompletedTask;
    private string clientId;
    private TimeSpan? lastExpiry;

    public SessionLoop(
        MqttClientOptions client, MqttSessionOptions options, SessionState state, Func<CancellationToken, Task<IDuplexPipe>> dial, TimeProvider clock)
    {
        (this.client, this.options, this.state, this.dial, this.clock) = (client, options, state, dial, clock);
        (clientId, backOff) = (client.ClientId, new BackOff(options.FirstRetry, options.LongestRetry, options.Random));
    }

    // Needs no disposing: it has neither timer nor parent.
    private CancellationTokenSource Stopping { get; } = new();

    public MqttSessionStatus Status { get; private set; } = new(false, 0, false, null, null);

    public void Start() => running = RunAsync();

    /// <summary>The connection that stands, waited for; another one than <paramref name="not"/>.</summary>
    /// <exception cref="MqttException">The session was stopped.</exception>
    public async Task<ClientConnection> ConnectionAsync(ClientConnection? not, CancellationToken cancellation)
    {
        while (true)
        {
            Task change;
            lock (sync)
            {
                if (Stopping.IsCancellationRequested)
                    throw Stopped();
                if (ready is { } connection && connection != not)
                    return connection;
                change = changed.Task;
            }
            await change.WaitAsync(cancellation);
        }
    }

    public Task SubscribeAsync(MqttSubscription subscription, CancellationToken cancellation) => AskAsync(
        async connection =>
        {
            await connection.Requests.SubscribeAsync(subscription, cancellation);
            lock (sync)
                subscriptions[subscription.Filter] = subscription;
        },
        cancellation);

    public Task UnsubscribeAsync(string filter, CancellationToken cancellation)
    {
        lock (sync)
            subscriptions.Remove(filter);
        return AskAsync(connection => connection.Requests.UnsubscribeAsync(filter, cancellation), cancellation);
    }

    /// <summary>Ends the connection politely, and the loop.</summary>
    public async Task StopAsync(TimeSpan? sessionExpiry, CancellationToken cancellation)
    {
        ClientConnection? last;
        lock (sync)
        {
            if (!Stopping.IsCancellationRequested)
                lastExpiry = sessionExpiry;
            (last, ready) = (current, null);
            Stopping.Cancel();
            Signal();
        }
        if (last is not null)
            await last.DisconnectAsync(lastExpiry, cancellation);
        await running;
    }

    private async Task AskAsync(Func<ClientConnection, Task> ask, CancellationToken cancellation)
    {
        ClientConnection? connection = null;
        while (true)
        {
            connection = await ConnectionAsync(connection, cancellation);
            try
            {
                await ask(connection);
                // The next connection may have subscribed to all before this one was among them.
                if (!connection.HasFailed)
                    return;
            }
            catch (MqttException) when (connection.HasFailed)
            {
                // Asked again on the next connection.
            }
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!Stopping.IsCancellationRequested)
        {
            MqttException? error = null;
            try
            {
                await ServeAsync();
            }
            catch (MqttException e)
            {
                error = e;
            }
            catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
            {
                break;
            }
            if (Stopping.IsCancellationRequested)
                break;
            var wait = backOff.Next();
            Tell(Status with { IsConnected = false, LastError = error, NextRetry = wait });
            await Task.Delay(wait, clock, Stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Status = Status with { NextRetry = null };
        }
        state.End(null, Stopped());
        Tell(Status with { IsConnected = false, NextRetry = null });
    }

    private async Task ServeAsync()
    {
        var (transport, granted) = await Dialling.RunAsync(dial, NextOptions(), clock, Stopping.Token);
        clientId = granted.ClientId;
        try
        {
            if (!granted.SessionPresent)
                await state.ForgetTakenAsync();
        }
        catch
        {
            (transport as IDisposable)?.Dispose();
            throw;
        }
        var connection = new ClientConnection(transport, client, granted, state, clock);
        var since = clock.GetTimestamp();
        lock (sync)
            current = connection;
        connection.Start();
        Status = Status with { Connections = Status.Connections + 1, SessionPresent = granted.SessionPresent };
        try
        {
            await SubscribeAllAsync(connection);
            SetReady(connection);
            await connection.Closed;
        }
        catch (MqttException e)
        {
            // Refused or unanswered subscriptions end the connection too; its own end says the better reason.
            connection.Fail(e);
            await Task.WhenAny(connection.Closed);
            await connection.Closed;
        }
        catch (OperationCanceledException)
        {
            await connection.DisconnectAsync(lastExpiry, CancellationToken.None);
        }
        finally
        {
            if (connection.Dismissal is { } dismissal)
                state.OnDismissal(dismissal);
            lock (sync)
                (ready, current) = (null, null);
            if (clock.GetElapsedTime(since) >= options.Good)
                backOff.Reset();
        }
    }

    // Once it is known the session goes on, where the server keeps one; without a kept session 3.1.1 has only clean ones.
    private MqttClientOptions NextOptions() => client with
    {
        ClientId = clientId,
        CleanStart = client.CleanStart && (Status.Connections == 0 || client.ProtocolVersion == MqttProtocolVersion.V311),
    };

    private async Task SubscribeAllAsync(ClientConnection connection)
    {
        if (connection.Granted.SessionPresent)
            return;
        MqttSubscription[] all;
        lock (sync)
            all = [.. subscriptions.Values];
        foreach (var subscription in all)
            await connection.Requests.SubscribeAsync(subscription, Stopping.Token);
    }

    private void SetReady(ClientConnection connection)
    {
        lock (sync)
        {
            if (Stopping.IsCancellationRequested)
            {
                connection.Disconnect(lastExpiry);
                return;
            }
            ready = connection;
            Signal();
        }
        Tell(Status with { IsConnected = true, LastError = null, NextRetry = null });
    }

    private void Tell(MqttSessionStatus status)
    {
        Status = status;
        options.Changed?.Invoke(status);
    }

    private void Signal()
    {
        changed.SetResult();
        changed = NewChange();
    }

    private static MqttException Stopped() => MqttException.Lost("the session was stopped");

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
