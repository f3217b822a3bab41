namespace AutoValley.Mqtt.Server;

/// <summary>
/// Where sessions, their waiting publishes and retained publishes survive a restart: a table of bytes. A host that registers none has them in memory.
/// One caller; publishes that no kept session waits for never come here.
/// </summary>
public interface IMqttStore
{
    /// <summary>Everything that is stored, once, before the first connection.</summary>
    ValueTask<IReadOnlyList<MqttStoreEntry>> LoadAsync(CancellationToken cancellation);

    /// <summary>Makes the changes in their order, all or none; durable when it completes. A failure is retried with the same changes, and nothing is acknowledged before.</summary>
    ValueTask WriteAsync(IReadOnlyList<MqttStoreChange> changes, CancellationToken cancellation);
}
