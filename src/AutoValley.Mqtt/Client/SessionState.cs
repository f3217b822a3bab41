using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// The client's half of a session (MQTT 5.0 section 4.1): what it outlives a connection with. Publishes that are not done, identifiers of QoS 2
/// publishes that were taken, what was received and not read.
/// </summary>
internal sealed class SessionState
{
    private readonly MqttClientOptions options;
    private readonly IMqttClientStore? store;
    private readonly TimeProvider clock;
    private Task lastStored = Task.CompletedTask;
    private Exception? end;
    private long dropped;
    private Action? wake;

    public SessionState(MqttClientOptions options, TimeProvider clock, IMqttClientStore? store = null)
    {
        (this.options, this.clock, this.store) = (options, clock, store);
        Sending = new SendWindow<PublishRequest>(int.MaxValue, long.MaxValue);
        Slots = new SemaphoreSlim(options.MaximumPendingPublishes);
        Received = Channel.CreateBounded<MqttPublish>(options.MaximumReceived);
        Restore();
    }

    /// <summary>Guards the windows, and the outbox of the connection.</summary>
    public Lock Sync { get; } = new();

    /// <summary>Guarded by <see cref="Sync"/>.</summary>
    public SendWindow<PublishRequest> Sending { get; }

    /// <summary>Guarded by <see cref="Sync"/>.</summary>
    public ReceiveWindow Receiving { get; private set; } = new();

    public Channel<MqttPublish> Received { get; }

    /// <summary>One a publish that is not done.</summary>
    private SemaphoreSlim Slots { get; }

    /// <summary>A new connection stands.</summary>
    /// <param name="granted">What the server said.</param>
    /// <param name="wakeWriter">Lets its writer look.</param>
    /// <returns>Identifiers whose PUBREL goes again.</returns>
    public IReadOnlyList<ushort> Begin(Granted granted, Action wakeWriter)
    {
        lock (Sync)
        {
            wake = wakeWriter;
            IReadOnlyList<ushort> released = [];
            if (granted.SessionPresent)
                released = Sending.Resume(granted.ReceiveMaximum);
            else
                BeginAnew(granted);
            Receiving.Resume(options.ProtocolVersion == MqttProtocolVersion.V500 ? options.ReceiveMaximum : ushort.MaxValue);
            return released;
        }
    }

    /// <summary>Takes a publish in, kept by the store first if there is one; it goes when the connection and the window let it.</summary>
    /// <returns>The promise of its answer.</returns>
    public async ValueTask<PublishRequest> QueueAsync(EncodedPublish publish, CancellationToken cancellation)
    {
        await Slots.WaitAsync(cancellation);
        return await QueueWithSlotAsync(publish);
    }

    /// <summary>The same without waiting: null when too many are under way, or when the store has to take it first.</summary>
    public PublishRequest? TryQueue(EncodedPublish publish)
    {
        if ((store is not null && publish.Publish.Qos != QualityOfService.AtMostOnce) || !Slots.Wait(0, CancellationToken.None))
            return null;
        return QueueNow(NewRequest(publish));
    }

    /// <summary>A publish is done. With QoS 1 and 2 under the lock that freed its identifier, before anybody takes that for another one.</summary>
    public void Finish(PublishRequest request, MqttReasonCode reason, string? text = null)
    {
        Forget(request);
        request.Complete(reason);
        if (reason.IsFailure())
            TellRefused(request, reason, text);
    }

    /// <summary>A publish cannot go.</summary>
    public void Fail(PublishRequest request, MqttException reason)
    {
        Forget(request);
        request.Fail(reason);
        TellRefused(request, reason.Reason, reason.Message);
    }

    /// <summary>Publishes of QoS 0 that came while the application had as much as it may.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    public void CountDropped() => Interlocked.Increment(ref dropped);

    /// <summary>Takes a publish that no handler is there for: into the channel, waited for while that is full.</summary>
    public async ValueTask<MqttReasonCode> ReceiveAsync(MqttPublish publish, CancellationToken cancellation)
    {
        await Received.Writer.WriteAsync(publish, cancellation);
        return MqttReasonCode.Success;
    }

    /// <summary>A QoS 2 publish was taken: the store has to know before PUBREC goes.</summary>
    public ValueTask KeepTakenAsync(ushort id) => store?.TakeAsync(id) ?? default;

    /// <summary>PUBREL came for these: the store has to know before PUBCOMP goes, after which they may be other publishes'.</summary>
    public ValueTask LetGoAsync(IReadOnlyList<ushort> ids) => store?.LetGoAsync(ids) ?? default;

    /// <summary>The server knows nothing of the session: what was taken from an earlier one means nothing in this one.</summary>
    public async ValueTask ForgetTakenAsync()
    {
        IReadOnlyList<ushort> taken;
        lock (Sync)
        {
            taken = Receiving.Taken;
            Receiving = new ReceiveWindow();
        }
        if (taken.Count > 0)
            await LetGoAsync(taken);
    }

    /// <summary>
    /// The server ended a connection over a publish. It does not say which, so the next connection sends the unacknowledged ones one at a time; the one over which it
    /// ends again is given up, lest no connection ever lasts.
    /// </summary>
    public void OnDismissal(MqttException reason)
    {
        var isOverAPublish = reason.Reason is MqttReasonCode.TopicNameInvalid or MqttReasonCode.PacketTooLarge or MqttReasonCode.PayloadFormatInvalid
            or MqttReasonCode.RetainNotSupported or MqttReasonCode.QosNotSupported;
        if (!isOverAPublish)
            return;
        lock (Sync)
        {
            if (Sending.TryTakeSuspect(out var suspect))
                Fail(suspect, reason);
            Sending.IsCareful = true;
        }
    }

    /// <summary>PUBREC came for these: the store has to know before PUBREL goes.</summary>
    public ValueTask ReleaseAsync(IReadOnlyList<ushort> ids) => store?.ReleaseAsync(ids) ?? default;

    /// <summary>Over: what is not done fails. The store keeps its own.</summary>
    public void End(Exception? failure, MqttException loss)
    {
        IReadOnlyList<PublishRequest> publishes;
        lock (Sync)
        {
            if (end is not null)
                return;
            end = loss;
            publishes = Sending.Drain();
        }
        Received.Writer.TryComplete(failure);
        foreach (var publish in publishes)
            publish.Fail(loss);
        // Whoever waits for a slot gets one, and finds the session ended.
        Slots.Release(Math.Max(publishes.Count, 1));
    }

    // Elsewhere: this is called under the lock.
    private void TellRefused(PublishRequest request, MqttReasonCode reason, string? text)
    {
        var publish = request.Encoded.Publish;
        if (options.Refused is { } tell && publish.Qos != QualityOfService.AtMostOnce)
            ThreadPool.UnsafeQueueUserWorkItem(_ => tell(publish, reason, text), null);
    }

    private void BeginAnew(Granted granted)
    {
        foreach (var request in Sending.Restart(granted.ReceiveMaximum))
            Finish(request, MqttReasonCode.PacketIdentifierNotFound);
    }

    private void Restore()
    {
        foreach (var id in store?.Taken ?? [])
            Receiving.Restore(id);
        foreach (var stored in store?.Pending ?? [])
        {
            var request = NewRequest(new EncodedPublish(stored.Publish));
            request.StoredId = stored.PacketId;
            request.HoldsSlot = Slots.Wait(0, CancellationToken.None);
            Sending.Restore(request, stored.Publish.Qos, request.Encoded.Bytes, stored.PacketId, stored.IsReleased);
        }
    }

    private async ValueTask<PublishRequest> QueueWithSlotAsync(EncodedPublish publish)
    {
        var request = NewRequest(publish);
        if (store is null || publish.Publish.Qos == QualityOfService.AtMostOnce)
            return QueueNow(request);
        Task stored;
        lock (Sync)
        {
            if (end is not null || !Sending.TryReserve(out var id))
            {
                Slots.Release();
                throw end ?? new MqttException(MqttReasonCode.QuotaExceeded, "all 65,535 packet identifiers are in use");
            }
            request.StoredId = id;
            // Begun in the order of the calls, and queued in it, whichever write ends first.
            stored = lastStored = StoreAsync(lastStored, request);
        }
        await stored;
        return request;
    }

    private async Task StoreAsync(Task before, PublishRequest request)
    {
        try
        {
            await store!.AddAsync(request.StoredId, request.Encoded.Publish);
        }
        catch
        {
            lock (Sync)
                Sending.Release(request.StoredId);
            Slots.Release();
            throw;
        }
        finally
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        QueueNow(request);
    }

    private PublishRequest QueueNow(PublishRequest request)
    {
        Action? writer;
        lock (Sync)
        {
            if (end is not null)
            {
                Slots.Release();
                throw end;
            }
            Sending.TryQueue(request, request.Encoded.Publish.Qos, request.Encoded.Bytes, request.StoredId);
            writer = wake;
        }
        writer?.Invoke();
        return request;
    }

    private PublishRequest NewRequest(EncodedPublish publish) =>
        new(publish, publish.Publish.MessageExpiry is { } life && life < TimeSpan.FromDays(36_500) ? clock.GetUtcNow() + life : null);

    private void Forget(PublishRequest request)
    {
        if (request.HoldsSlot)
            Slots.Release();
        if (request.StoredId != 0)
            store!.Remove(request.StoredId);
    }
}
