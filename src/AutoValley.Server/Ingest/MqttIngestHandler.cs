using AutoValley.Mqtt;
using AutoValley.Mqtt.Server;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ordering;
using AutoValley.Server.Runs;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Ingest;

/// <summary>
/// What the MQTT endpoint asks: each publish goes by its topic's kind, and its PUBACK waits for the answer. Refused input is
/// acknowledged with a reason code (0x99 or 0x90), so that it is not sent for ever.
/// </summary>
internal sealed class MqttIngestHandler(
    Acceptor acceptor, JsonIngest json, RunLedger runs, VehicleStates states, AnswerBoard answers, DeadLetterBox deadLetters) : IMqttHandler
{
    /// <inheritdoc/>
    public ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation) =>
        AcceptAsync(publish, cancellation);

    /// <inheritdoc/>
    public string? Explain(MqttSessionInfo client, string topic, MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.TopicNameInvalid => "vehicles publish to av/v1/{organisation}/{vehicle}/ and telemetry, json, catalog, status, run or answer",
        MqttReasonCode.PayloadFormatInvalid => "it became a dead letter: autovalley dead-letters tells why",
        _ => null,
    };

    /// <summary>Takes a publish in, from whichever side; done when it may be acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">It is not durable and must not be acknowledged.</exception>
    public async ValueTask<MqttReasonCode> AcceptAsync(MqttPublish publish, CancellationToken cancellation)
    {
        var (topic, payload) = (publish.Topic, publish.Payload);
        if (!Topics.TryParse(topic, out var vehicle, out var kind))
            return ToReasonCode(deadLetters.Add(new Letter(null, topic, payload), AcceptOutcome.Topic, "not av/v1/organisation/vehicle/kind"));
        try
        {
            return ToReasonCode(await AcceptAsync(kind, vehicle, publish, cancellation));
        }
        catch (CatalogueException contradiction)
        {
            return ToReasonCode(deadLetters.Add(new Letter(vehicle, topic, payload), AcceptOutcome.Catalog, contradiction.Message));
        }
    }

    private async ValueTask<AcceptResult> AcceptAsync(
        TopicKind kind, VehicleName vehicle, MqttPublish publish, CancellationToken cancellation) => kind switch
    {
        // The store keeps the bytes.
        TopicKind.Telemetry => await acceptor.AcceptBatchAsync(vehicle, publish.Topic, publish.Keep().Payload, cancellation),
        TopicKind.Json => await json.AcceptAsync(vehicle, publish.Topic, publish.Payload, cancellation),
        TopicKind.Catalog => acceptor.AcceptCatalog(vehicle, publish.Topic, publish.Payload),
        TopicKind.Run => AcceptRun(vehicle, publish),
        TopicKind.Status => AcceptStatus(vehicle, publish),
        TopicKind.Answer => AcceptAnswer(vehicle, publish),
        _ => deadLetters.Add(new Letter(vehicle, publish.Topic, publish.Payload), AcceptOutcome.Topic, "only the server writes to this topic"),
    };

    private AcceptResult AcceptRun(VehicleName vehicle, MqttPublish publish) =>
        runs.Apply(vehicle, publish.Payload.Span) is { } refusal
            ? deadLetters.Add(new Letter(vehicle, publish.Topic, publish.Payload), AcceptOutcome.Run, refusal)
            : new AcceptResult(AcceptOutcome.Accepted);

    private AcceptResult AcceptAnswer(VehicleName vehicle, MqttPublish publish) =>
        answers.Take(vehicle, publish.Payload.Span)
            ? new AcceptResult(AcceptOutcome.Accepted)
            : deadLetters.Add(new Letter(vehicle, publish.Topic, publish.Payload), AcceptOutcome.Malformed, "no answer to a command");

    private AcceptResult AcceptStatus(VehicleName vehicle, MqttPublish publish) =>
        states.TrySet(vehicle, publish.Payload.Span)
            ? new AcceptResult(AcceptOutcome.Accepted)
            : deadLetters.Add(
                new Letter(vehicle, publish.Topic, publish.Payload), AcceptOutcome.Malformed,
                $"a status is '{Topics.Online}', '{Topics.Offline}' or an AgentStatus of at most {VehicleStates.MaximumStatusBytes} bytes");

    private static MqttReasonCode ToReasonCode(AcceptResult result) => result.Outcome switch
    {
        AcceptOutcome.Accepted or AcceptOutcome.Duplicate => MqttReasonCode.Success,
        AcceptOutcome.Topic => MqttReasonCode.TopicNameInvalid,
        _ => MqttReasonCode.PayloadFormatInvalid,
    };
}
