using System.Collections.Concurrent;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Json;

namespace AutoValley.Server.Ingest;

/// <summary>
/// Plain JSON of simple devices into batches: text is parsed here, at the edge, and nowhere after. A vehicle's JSON is one
/// session from the server's start on; its signals declare themselves by being sent.
/// </summary>
internal sealed class JsonIngest(
    ICatalogue catalogue, Acceptor acceptor, DeadLetterBox deadLetters, IngestOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<VehicleName, JsonSession> sessions = new();
    private readonly JsonSampleReader reader = new();

    /// <summary>Accepts one payload; see <see cref="JsonSampleReader"/> for its form.</summary>
    /// <exception cref="CatalogueException">A limit of the catalogue is reached.</exception>
    /// <exception cref="StoreUnavailableException">It is not durable and must not be acknowledged.</exception>
    public async ValueTask<AcceptResult> AcceptAsync(
        VehicleName vehicle, string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var letter = new Letter(vehicle, topic, payload);
        if (payload.Length > options.MaximumJsonBytes)
            return deadLetters.Add(letter, AcceptOutcome.Limit, $"{payload.Length} bytes, at most {options.MaximumJsonBytes}");
        if (!reader.TryRead(payload.Span, UnixTime.Now(clock), out var samples, out var error))
            return deadLetters.Add(letter, AcceptOutcome.Malformed, error);
        if (samples.Count == 0)
            return new AcceptResult(AcceptOutcome.Accepted);
        var session = sessions.GetOrAdd(vehicle, name => new JsonSession(catalogue, catalogue.AddVehicle(name)));
        var batch = session.ToBatch(samples, UnixTime.Now(clock));
        BatchView.TryRead(batch, options.BatchLimits, out var view, out var detail);
        return view is null
            ? deadLetters.Add(letter, AcceptOutcome.Limit, detail)
            : await acceptor.AppendAsync(letter, session.Declared!, view, cancellation);
    }
}
