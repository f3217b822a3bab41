using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client;

/// <summary>SUBSCRIBE and UNSUBSCRIBE of one connection, each with its answer.</summary>
internal sealed class ClientRequests(ClientConnection connection, SessionState session, MqttClientOptions options, TimeProvider clock)
{
    // Guarded by the session's lock, as the identifiers are the window's.
    private readonly Dictionary<ushort, TaskCompletionSource<SubAckPacket>> waiting = [];
    private MqttException? end;

    /// <summary>Subscribes; returns when the server granted it.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public async Task SubscribeAsync(MqttSubscription subscription, CancellationToken cancellation)
    {
        if (connection.Granted.Refusal(subscription) is { } refusal)
            throw refusal;
        var request = new SubscriptionRequest(
            subscription.Filter, subscription.Qos, subscription.NoLocal, subscription.RetainAsPublished, subscription.RetainHandling);
        var answer = await SendAsync(id => new SubscribePacket(id, subscription.Id, [request]), cancellation);
        Check(answer, $"subscription to {subscription.Filter}");
    }

    /// <summary>Ends a subscription.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public async Task UnsubscribeAsync(string filter, CancellationToken cancellation)
    {
        var answer = await SendAsync(id => new UnsubscribePacket(id, [filter]), cancellation);
        Check(answer, $"end of subscription to {filter}");
    }

    /// <summary>SUBACK or UNSUBACK came.</summary>
    public void Take(SubAckPacket answer)
    {
        TaskCompletionSource<SubAckPacket>? request;
        lock (session.Sync)
        {
            if (waiting.Remove(answer.PacketId, out request))
                session.Sending.Release(answer.PacketId);
        }
        request?.TrySetResult(answer);
    }

    /// <summary>The connection ended: whoever waits fails.</summary>
    public void End(MqttException loss)
    {
        TaskCompletionSource<SubAckPacket>[] requests;
        lock (session.Sync)
        {
            end = loss;
            requests = [.. waiting.Values];
            foreach (var id in waiting.Keys)
                session.Sending.Release(id);
            waiting.Clear();
        }
        foreach (var request in requests)
            request.TrySetException(loss);
    }

    private async Task<SubAckPacket> SendAsync<TPacket>(Func<ushort, TPacket> packet, CancellationToken cancellation)
        where TPacket : IControlPacket
    {
        var request = new TaskCompletionSource<SubAckPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (session.Sync)
        {
            if (end is not null)
                throw end;
            if (!session.Sending.TryReserve(out var id))
                throw new MqttException(MqttReasonCode.QuotaExceeded, "all 65,535 packet identifiers are in use");
            waiting[id] = request;
            connection.Outbox.Add(packet(id));
        }
        connection.Outbox.Wake();
        try
        {
            return await request.Task.WaitAsync(options.AnswerTimeout, clock, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new MqttException(MqttReasonCode.ServerBusy, $"no answer within {options.AnswerTimeout.TotalSeconds} s", e);
        }
    }

    private static void Check(SubAckPacket answer, string what)
    {
        // 3.1.1's UNSUBACK has no codes.
        var reason = answer.Reasons.Count > 0 ? answer.Reasons[0] : MqttReasonCode.Success;
        if (reason.IsFailure())
            throw new MqttException(reason, $"the server refused the {what}: {reason} {answer.Text}".TrimEnd());
    }
}
