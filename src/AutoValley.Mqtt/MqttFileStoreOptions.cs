namespace AutoValley.Mqtt;

/// <summary>Where and how much a <see cref="MqttClientFileStore"/> keeps.</summary>
public sealed record MqttFileStoreOptions
{
    /// <summary>Its folder; nothing else may be in it.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of all segments; a publish that would exceed it is refused.</summary>
    public long MaximumBytes { get; init; } = 256L * 1024 * 1024;
}
