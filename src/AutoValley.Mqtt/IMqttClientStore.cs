namespace AutoValley.Mqtt;

/// <summary>
/// Where a <see cref="MqttClientSession"/> keeps publishes of QoS 1 and 2 until the server has them, and which of QoS 2 it took from the server, so that both
/// survive the process.
/// The identifier is unique among those that are kept. Calls come from several threads; they take effect in the order in which they begin.
/// </summary>
public interface IMqttClientStore : IAsyncDisposable
{
    /// <summary>What an earlier process left, oldest first; read once, before anything else.</summary>
    IReadOnlyList<MqttStoredPublish> Pending { get; }

    /// <summary>Keeps a publish; done when nothing short of a lost disk loses it.</summary>
    /// <exception cref="MqttException">There is no room, or the disk fails.</exception>
    ValueTask AddAsync(ushort packetId, MqttPublish publish);

    /// <summary>Notes that PUBREC came for these publishes of QoS 2, which are not sent again; done when that is as safe as the publish.</summary>
    /// <exception cref="MqttException">The disk fails.</exception>
    ValueTask ReleaseAsync(IReadOnlyList<ushort> packetIds);

    /// <summary>Forgets a publish that is done. Losing this sends it a second time, so it needs no waiting.</summary>
    void Remove(ushort packetId);

    /// <summary>Identifiers of the server's QoS 2 publishes that an earlier process took and that were not let go; read once, before anything else.</summary>
    IReadOnlyList<ushort> Taken { get; }

    /// <summary>Notes that a QoS 2 publish of the server was taken; done when that is as safe as a publish.</summary>
    /// <exception cref="MqttException">The disk fails.</exception>
    ValueTask TakeAsync(ushort packetId);

    /// <summary>Notes that the server may use these identifiers for other publishes; done when that is as safe.</summary>
    /// <exception cref="MqttException">The disk fails.</exception>
    ValueTask LetGoAsync(IReadOnlyList<ushort> packetIds);
}
