using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Ordering;

/// <summary>The schemes that vehicles were given, as retained publishes of the own MQTT endpoint: where agents get them, and where they survive a restart.</summary>
/// <param name="find">The retained publish of a topic.</param>
/// <param name="publish">Publishes to all subscribers of the endpoint.</param>
internal sealed class KeptCommands(Func<string, MqttPublish?> find, Func<MqttPublish, ValueTask> publish)
{
    /// <summary>Largest command, in bytes; agents take none that is larger.</summary>
    public const int MaximumBytes = 256 << 10;

    /// <summary>The schemes that a vehicle was given last; null when none.</summary>
    public AgentCommand? Find(VehicleName vehicle) =>
        find(Topics.Of(vehicle, TopicKind.Command)) is { } kept && TryRead(kept.Payload.Span) is { CommandCase: AgentCommand.CommandOneofCase.Schemes } command ? command : null;

    /// <summary>Publishes a command to the vehicle at the own endpoint; schemes stay for those that come later.</summary>
    /// <exception cref="MqttException">The retained publishes are full.</exception>
    public ValueTask PublishAsync(VehicleName vehicle, AgentCommand command) => publish(ToPublish(vehicle, command));

    /// <summary>Takes what another server gave a vehicle behind the broker: schemes stay here too, orders are not this server's.</summary>
    public async ValueTask TakeAsync(VehicleName vehicle, ReadOnlyMemory<byte> payload)
    {
        if (TryRead(payload.Span) is { CommandCase: AgentCommand.CommandOneofCase.Schemes } command && !command.Equals(Find(vehicle)))
            await PublishAsync(vehicle, command);
    }

    /// <summary>A command as it goes to a vehicle.</summary>
    public static MqttPublish ToPublish(VehicleName vehicle, AgentCommand command) => new()
    {
        Topic = Topics.Of(vehicle, TopicKind.Command),
        Payload = command.ToByteArray(),
        Qos = QualityOfService.AtLeastOnce,
        Retain = command.CommandCase == AgentCommand.CommandOneofCase.Schemes,
    };

    private static AgentCommand? TryRead(ReadOnlySpan<byte> payload)
    {
        try
        {
            return payload.Length <= MaximumBytes ? AgentCommand.Parser.ParseFrom(payload) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
