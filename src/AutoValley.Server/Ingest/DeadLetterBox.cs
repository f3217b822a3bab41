using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Ingest;

/// <summary>Keeps input that cannot be used, with its reason, and says so in the log.</summary>
internal sealed class DeadLetterBox(ICatalogue catalogue, TimeProvider clock, ILogger<DeadLetterBox> log)
{
    /// <summary>Longest payload kept; the rest is cut, its length is told.</summary>
    public const int MaximumPayloadBytes = 64 << 10;

    /// <summary>Keeps one; durable when this returns.</summary>
    public void Add(string vehicle, string topic, ReadOnlyMemory<byte> payload, string reason, string detail)
    {
        var kept = payload.Length > MaximumPayloadBytes ? payload[..MaximumPayloadBytes] : payload;
        catalogue.AddDeadLetter(new DeadLetter(0, vehicle, topic, reason, detail, UnixTime.Now(clock), kept, payload.Length));
        log.DeadLetter(topic, reason, detail, payload.Length);
    }
}
