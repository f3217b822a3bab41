using AutoValley.Mqtt;
using AutoValley.Mqtt.Server;
using AutoValley.Server.Fleet;
using AutoValley.Server.Runs;
using AutoValley.Telemetry;

namespace AutoValley.Server.Ingest;

/// <summary>
/// What the MQTT endpoint asks: each publish goes by its topic's kind, and its PUBACK waits for the answer. Refused input is
/// acknowledged with a reason code (0x99 or 0x90), so that it is not sent for ever.
/// </summary>
internal sealed class MqttIngestHandler(Acceptor acceptor, JsonIngest json, RunLedger runs, VehicleStates states) : IMqttHandler
{
    /// <inheritdoc/>
    public async ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken ct)
    {
        if (!Topics.TryParse(publish.Topic, out var vehicle, out var kind))
            return ToReasonCode(acceptor.Reject("", publish.Topic, publish.Payload, AcceptOutcome.Topic, "not av/v1/organisation/vehicle/kind"));
        return kind switch
        {
            TopicKind.Telemetry => ToReasonCode(await acceptor.AcceptBatchAsync(vehicle, publish.Topic, publish.Payload, ct)),
            TopicKind.Json => ToReasonCode(await json.AcceptAsync(vehicle, publish.Topic, publish.Payload, ct)),
            TopicKind.Catalog => ToReasonCode(acceptor.AcceptCatalog(vehicle, publish.Topic, publish.Payload)),
            TopicKind.Run => ToReasonCode(AcceptRun(vehicle, publish)),
            TopicKind.Status => ToReasonCode(AcceptStatus(vehicle, publish)),
            _ => ToReasonCode(acceptor.Reject(
                vehicle.ToString(), publish.Topic, publish.Payload, AcceptOutcome.Topic, "only the server writes to this topic")),
        };
    }

    private AcceptResult AcceptRun(VehicleName vehicle, MqttPublish publish) =>
        runs.Apply(vehicle, publish.Payload.Span) is { } refusal
            ? acceptor.Reject(vehicle.ToString(), publish.Topic, publish.Payload, AcceptOutcome.Run, refusal)
            : new AcceptResult(AcceptOutcome.Accepted);

    private AcceptResult AcceptStatus(VehicleName vehicle, MqttPublish publish) =>
        states.TrySet(vehicle, publish.Payload.Span)
            ? new AcceptResult(AcceptOutcome.Accepted)
            : acceptor.Reject(
                vehicle.ToString(), publish.Topic, publish.Payload, AcceptOutcome.Malformed,
                $"a status is '{Topics.Online}' or '{Topics.Offline}'");

    private static MqttReasonCode ToReasonCode(AcceptResult result) => result.Outcome switch
    {
        AcceptOutcome.Accepted or AcceptOutcome.Duplicate => MqttReasonCode.Success,
        AcceptOutcome.Topic => MqttReasonCode.TopicNameInvalid,
        _ => MqttReasonCode.PayloadFormatInvalid,
    };
}
