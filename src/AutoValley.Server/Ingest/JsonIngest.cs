using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Json;

namespace AutoValley.Server.Ingest;

/// <summary>Plain JSON of simple devices into batches of a <see cref="ServerSession"/>: text is parsed here, at the edge, and nowhere after.</summary>
internal sealed class JsonIngest(ServerSessions sessions, DeadLetterBox deadLetters, IngestOptions options, TimeProvider clock)
{
    private readonly JsonSampleReader reader = new();

    /// <summary>Accepts one payload; see <see cref="JsonSampleReader"/> for its form.</summary>
    /// <exception cref="CatalogueException">A limit of the catalogue is reached.</exception>
    /// <exception cref="StoreUnavailableException">It is not durable and must not be acknowledged.</exception>
    public async ValueTask<AcceptResult> AcceptAsync(
        VehicleName vehicle, string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var (letter, now) = (new Letter(vehicle, topic, payload), UnixTime.Now(clock));
        if (payload.Length > options.MaximumJsonBytes)
            return deadLetters.Add(letter, AcceptOutcome.Limit, $"{payload.Length} bytes, at most {options.MaximumJsonBytes}");
        if (!reader.TryRead(payload.Span, now, out var samples, out var error))
            return deadLetters.Add(letter, AcceptOutcome.Malformed, error);
        if (samples.Count == 0)
            return new AcceptResult(AcceptOutcome.Accepted);
        var session = sessions.Of(vehicle);
        var signals = new uint[samples.Count];
        for (var index = 0; index < signals.Length; index++)
        {
            if (session.Declare(samples[index].Signal, samples[index].Value.Type, out var fault) is not { } signal)
                return deadLetters.Add(letter, AcceptOutcome.Catalog, fault!);
            signals[index] = signal;
        }
        var batch = session.ToBatch(samples[0].Time, now, writer => Write(samples, signals, writer));
        return await sessions.AppendAsync(session, batch, letter, cancellation);
    }

    private static void Write(IReadOnlyList<JsonSample> samples, uint[] signals, BatchWriter writer)
    {
        var (time, timeBase) = (0L, -1);
        for (var index = 0; index < signals.Length; index++)
        {
            var sample = samples[index];
            if (timeBase < 0 || sample.Time != time)
                (time, timeBase) = (sample.Time, writer.AddTimes([sample.Time]));
            writer.AddColumn(signals[index], timeBase, sample.ToValues());
        }
    }
}
