using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>From the store's rows back to sessions and retained publishes; a row that cannot be read is logged, and costs nothing else.</summary>
internal sealed class StoredState(MqttServer server)
{
    /// <summary>Takes everything in, before the first connection.</summary>
    public void Restore(IReadOnlyList<MqttStoreEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == MqttStoreKind.Retained))
            Try(entry, () => server.Retained.Restore(StoredPublish.Read(entry.Value).Delivery));
        var sessions = entries.Where(entry => entry.Kind != MqttStoreKind.Retained).GroupBy(entry => entry.Owner, StringComparer.Ordinal)
            .Select(rows => (Session: new ServerSession(rows.Key, server), Rows: rows.ToLookup(row => row.Kind)))
            .Where(found => found.Rows.Contains(MqttStoreKind.Session)).ToArray();
        // Subscriptions of all come first: shared publishes know their group.
        foreach (var (session, rows) in sessions)
        {
            foreach (var row in rows[MqttStoreKind.Subscription])
                Try(row, () => Subscribe(session, row));
        }
        foreach (var (session, rows) in sessions)
        {
            foreach (var row in rows[MqttStoreKind.Session])
                Try(row, () => Restore(session, StoredSession.Read(row.Value.Span), rows));
        }
    }

    private void Restore(ServerSession session, StoredSession stored, ILookup<MqttStoreKind, MqttStoreEntry> rows)
    {
        var outgoing = new List<(ushort, StoredPublish)>();
        foreach (var row in rows[MqttStoreKind.Outgoing])
            Try(row, () => outgoing.Add((SessionFile.Id(row.Item), WithGroup(StoredPublish.Read(row.Value)))));
        session.SetKept(true);
        // Whoever was connected may have been sent everything (its end is not known); who was not has a mark.
        session.Restore(outgoing, rows[MqttStoreKind.Incoming].Select(row => SessionFile.Id(row.Item)), stored.SentUpTo);
        server.Sessions.Restore(session, stored.ExpirySeconds, stored.EndsAt);
    }

    private StoredPublish WithGroup(StoredPublish publish) =>
        publish.ShareName.Length > 0 && SharedFilter.TryParse(publish.ShareName, out var filter) && server.Subscriptions.FindGroup(filter) is { } group
            ? publish with { Delivery = publish.Delivery with { Group = group } }
            : publish;

    private static void Subscribe(ServerSession session, MqttStoreEntry row)
    {
        var bytes = new ReadOnlySequence<byte>(row.Value);
        if (!FrameReader.TryRead(ref bytes, int.MaxValue, out var frame))
            throw MqttException.Malformed("a stored subscription that is cut off");
        var packet = SubscribePacket.Read(frame, MqttProtocolVersion.V500);
        var request = packet.Requests[0];
        if (!SharedFilter.TryParse(request.Filter, out var filter))
            throw MqttException.Malformed("a stored subscription without a filter");
        session.Subscribe(new Subscription(session, request, packet.SubscriptionId, filter));
    }

    private void Try(MqttStoreEntry row, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is MqttException or FormatException or OverflowException)
        {
            server.Logger.StoredRowUnreadable(row.Kind, row.Owner, row.Item, e);
        }
    }
}
