using AutoValley.Mqtt.Server;
using AutoValley.Storage;

namespace AutoValley.Server.Ingest;

/// <summary>The MQTT endpoint's sessions and retained publishes in the catalogue. Batches of vehicles never come here: they are in the journal.</summary>
internal sealed class KeptMqttStore(IKeptTable table) : IMqttStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MqttStoreEntry>> LoadAsync(CancellationToken cancellation) =>
        new([.. table.LoadKept().Select(row => new MqttStoreEntry((MqttStoreKind)row.Kind, row.Owner, row.Item, row.Value))]);

    /// <inheritdoc/>
    public ValueTask WriteAsync(IReadOnlyList<MqttStoreChange> changes, CancellationToken cancellation)
    {
        table.ChangeKept([.. changes.Select(change => new KeptChange((int)change.Kind, change.Owner, change.Item, change.Value))]);
        return ValueTask.CompletedTask;
    }
}
