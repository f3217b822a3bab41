using System.Collections.Concurrent;
using System.Text;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;


namespace AutoValley.Edge.Tests.Support;

/// <summary>A server behind <see cref="IUplinkConnector"/>: remembers what is published, answers as the test says, and sends watermarks.</summary>
internal sealed class FakeServer : IUplinkConnector
{
    private readonly Lock gate = new();
    private readonly Dictionary<SessionId, SequenceRanges> durable = [];

    public string Server => "fake:1883";

    /// <summary>Everything published, in order: topic, payload, retained.</summary>
    public ConcurrentQueue<FakePublish> Published { get; } = new();

    /// <summary>Connections made so far.</summary>
    public List<FakeConnection> Connections { get; } = [];

    public FakeConnection Current => Connections[^1];

    /// <summary>What to answer; Accepted unless told otherwise. May throw.</summary>
    public Func<FakePublish, Task<PublishOutcome>> Answer { get; set; } = _ => Task.FromResult(PublishOutcome.Accepted);

    /// <summary>What connecting fails with; null when it does not.</summary>
    public string? Down { get; set; }

    /// <summary>Whether batches become durable, and a watermark is sent, as soon as they are accepted.</summary>
    public bool Acknowledges { get; set; } = true;

    public int Attempts { get; private set; }

    /// <summary>Batches in the order they came.</summary>
    public List<(SessionId Session, ulong Sequence)> Batches => [.. Published.Where(publish => publish.Topic == TopicKind.Telemetry).Select(publish => publish.Batch)];

    /// <summary>The agent's statuses, in order.</summary>
    public List<V1.AgentStatus> Reports => [.. StatusPayloads.Where(payload => !IsOffline(payload)).Select(V1.AgentStatus.Parser.ParseFrom)];

    /// <summary>Whether each status told that the agent is there, those that repeat once.</summary>
    public List<bool> Presence => StatusPayloads.Select(payload => !IsOffline(payload))
        .Aggregate(new List<bool>(), (told, isThere) => told.Count > 0 && told[^1] == isThere ? told : [.. told, isThere]);

    private IEnumerable<byte[]> StatusPayloads => Published.Where(publish => publish.Topic == TopicKind.Status).Select(publish => publish.Payload);

    public Task<IUplinkConnection> ConnectAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            Attempts++;
            if (Down is { } reason)
                throw new IOException(reason);
            Connections.Add(new FakeConnection(this));
            return Task.FromResult<IUplinkConnection>(Current);
        }
    }

    public async ValueTask<PublishOutcome> TakeAsync(FakeConnection connection, FakePublish publish)
    {
        Published.Enqueue(publish);
        var outcome = await Answer(publish);
        if (outcome == PublishOutcome.Accepted && publish.Topic == TopicKind.Telemetry && Acknowledges)
            MakeDurable(connection, publish.Batch.Session, publish.Batch.Sequence);
        return outcome;
    }

    private static bool IsOffline(byte[] payload) => payload.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Topics.Offline));

    /// <summary>Adds to a session's watermark and sends it.</summary>
    public void MakeDurable(FakeConnection connection, SessionId session, ulong sequence)
    {
        lock (gate)
        {
            if (!durable.TryGetValue(session, out var ranges))
                durable.Add(session, ranges = []);
            ranges.Add(sequence);
            connection.Sent.Writer.TryWrite((TopicKind.Ack, WatermarkCodec.Write(session, ranges)));
        }
    }
}
