using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>From the store's rows back to sessions, Wills and retained publishes; a row that cannot be read is logged, and costs nothing else.</summary>
internal sealed class StoredState(MqttServer server)
{
    private readonly DateTimeOffset now = server.Clock.GetUtcNow();

    /// <summary>Takes everything in, before the first connection.</summary>
    /// <returns>Wills that are due.</returns>
    public IReadOnlyList<PendingWill> Restore(IReadOnlyList<MqttStoreEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == MqttStoreKind.Retained))
            Try(entry, () => server.Retained.Restore(StoredPublish.Read(entry.Value).Delivery));
        var sessions = entries.Where(entry => entry.Kind != MqttStoreKind.Retained).GroupBy(entry => entry.Owner, StringComparer.Ordinal)
            .Select(rows => new Found(new ServerSession(rows.Key, server), rows.ToLookup(row => row.Kind))).ToArray();
        foreach (var found in sessions)
        {
            foreach (var row in found.Rows[MqttStoreKind.Session])
                Try(row, () => found.Stored = StoredSession.Read(row.Value.Span));
        }
        var due = new List<PendingWill>();
        foreach (var found in sessions)
        {
            foreach (var row in found.Rows[MqttStoreKind.Will])
                Try(row, () => RestoreWill(found, server.Wills.Restore(row), due));
        }
        RestoreSessions([.. sessions.Where(found => found.Stored is not null)]);
        return due;
    }

    // A Will waits for its time only with its session; whoever was connected when the process ended lost the connection now, and the delay begins.
    private void RestoreWill(Found found, StoredWill will, List<PendingWill> due)
    {
        var end = found.Stored is { } session ? session.EndsAt ?? now + TimeSpan.FromSeconds(session.ExpirySeconds) : now;
        var at = will.DueAt ?? now + TimeSpan.FromSeconds(will.Pending.Will.DelaySeconds);
        if (at > end)
            at = end;
        if (at <= now || found.Will is not null)
            due.Add(will.Pending);
        else
            found.Will = will with { DueAt = at };
    }

    private void RestoreSessions(IReadOnlyList<Found> sessions)
    {
        // Subscriptions of all come first: shared publishes know their group.
        foreach (var found in sessions)
        {
            foreach (var row in found.Rows[MqttStoreKind.Subscription])
                Try(row, () => Subscribe(found.Session, row));
        }
        foreach (var found in sessions)
            Restore(found.Session, found.Stored!.Value, found);
    }

    private void Restore(ServerSession session, in StoredSession stored, Found found)
    {
        var (outgoing, incoming) = (new List<(ushort, StoredPublish)>(), new List<ushort>());
        foreach (var row in found.Rows[MqttStoreKind.Outgoing])
            Try(row, () => outgoing.Add((SessionFile.Id(row.Item), WithGroup(StoredPublish.Read(row.Value)))));
        foreach (var row in found.Rows[MqttStoreKind.Incoming])
            Try(row, () => incoming.Add(SessionFile.Id(row.Item)));
        session.SetKept(true);
        // Whoever was connected may have been sent everything (its end is not known); who was not has a mark.
        session.Restore(outgoing, incoming, stored.SentUpTo);
        server.Sessions.Restore(session, stored, found.Will);
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

    private sealed class Found(ServerSession session, ILookup<MqttStoreKind, MqttStoreEntry> rows)
    {
        public ServerSession Session => session;

        public ILookup<MqttStoreKind, MqttStoreEntry> Rows => rows;

        /// <summary>Null when there is no session, or none that can be read.</summary>
        public StoredSession? Stored { get; set; }

        /// <summary>A Will that waits for its time.</summary>
        public StoredWill? Will { get; set; }
    }
}
