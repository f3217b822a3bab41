using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>
/// The one way in, for MQTT, gRPC and InfluxDB's clients alike: what came is checked, made durable and told to the fan-out, or it becomes a dead
/// letter. A task that completes means durable (or kept as a dead letter): only then may the sender be acknowledged.
/// </summary>
internal sealed class Acceptor(
    ICatalogue catalogue, ISampleStore store, DeadLetterBox deadLetters, IngestLedger ledger, IngestOptions options, TimeProvider clock)
{
    private readonly BatchLimits limits = options.BatchLimits;

    /// <summary>Accepts a serialised batch.</summary>
    /// <param name="vehicle">Who sent it.</param>
    /// <param name="topic">Where it came from, for the dead letter.</param>
    /// <param name="payload">The wire bytes; owned by the store from here on.</param>
    /// <param name="cancellation">Stops waiting; the batch may become durable all the same.</param>
    /// <exception cref="StoreUnavailableException">It is not durable and must not be acknowledged.</exception>
    public async ValueTask<AcceptResult> AcceptBatchAsync(
        VehicleName vehicle, string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        // 1. Envelope, limits and checksum; columns are located, not decoded.
        var error = BatchView.TryRead(payload, limits, out var view, out var detail);
        if (error != BatchError.None)
            return RefuseForGood(new Letter(vehicle, topic, payload), AcceptOutcomes.From(error), detail);

        // 2. Who: the session must have declared itself.
        if (FindSession(vehicle, view!.Session) is not { } session)
            return Refuse(new Letter(vehicle, topic, payload), view, AcceptOutcome.UndeclaredSession, $"session {view.Session} sent no catalogue");

        // 3. What: every column's signal is declared, with that type.
        if (FindUndeclared(session, view) is { } undeclared)
            return Refuse(new Letter(vehicle, topic, payload), view, AcceptOutcome.UndeclaredSignal, undeclared);

        // 4. Durable, once.
        return await AppendAsync(new Letter(vehicle, topic, payload), session, view, cancellation);
    }

    /// <summary>Makes a checked batch durable; the fan-out hears of it from the store.</summary>
    public async ValueTask<AcceptResult> AppendAsync(Letter letter, Session session, BatchView view, CancellationToken cancellation)
    {
        var batch = new AcceptedBatch(session, view.Sequence, UnixTime.Now(clock), view.Payload);
        var appended = await store.AppendAsync(batch, cancellation);
        if (appended == AppendOutcome.TooManyHoles)
        {
            return Refuse(
                letter, view, AcceptOutcome.Holes, $"batch {view.Sequence} is not next to one that is there, and its session has as many holes as it may");
        }
        return new AcceptResult(ledger.Note(batch, view, appended), Session: session);
    }

    /// <summary>Accepts a serialised catalogue: durable in the catalogue when this returns.</summary>
    public AcceptResult AcceptCatalog(VehicleName vehicle, string topic, ReadOnlyMemory<byte> payload)
    {
        if (!CatalogCodec.TryRead(payload, out var session, out var signals, out var detail))
            return deadLetters.Add(new Letter(vehicle, topic, payload), AcceptOutcome.Malformed, detail);
        try
        {
            catalogue.Declare(catalogue.AddVehicle(vehicle), session, signals);
            return new AcceptResult(AcceptOutcome.Accepted);
        }
        catch (CatalogueException contradiction)
        {
            return deadLetters.Add(new Letter(vehicle, topic, payload), AcceptOutcome.Catalog, contradiction.Message);
        }
    }

    private AcceptResult Refuse(Letter letter, BatchView view, AcceptOutcome outcome, string detail) =>
        deadLetters.Add(letter, outcome, detail) with { Refused = new BatchIdentity(view.Session, view.Sequence) };

    // These bytes will never do, so nobody is to wait for their number. (A batch that only lacks a catalogue keeps its number: it may come again.)
    private AcceptResult RefuseForGood(Letter letter, AcceptOutcome outcome, string detail)
    {
        var refused = deadLetters.Add(letter, outcome, detail);
        if (letter.Vehicle is not { } vehicle || !BatchIdentity.TryRead(letter.Payload.Span, out var batch))
            return refused;
        if (FindSession(vehicle, batch.Session) is { } session)
            store.Settle(session, batch.Sequence);
        return refused with { Refused = batch };
    }

    private Session? FindSession(VehicleName vehicle, SessionId session) =>
        catalogue.FindVehicle(vehicle) is { } known ? catalogue.FindSession(known, session) : null;

    private static string? FindUndeclared(Session session, BatchView view)
    {
        foreach (var column in view.Columns)
        {
            if (session.Find(column.Signal) is not { } series)
                return $"signal {column.Signal} is not in the session's catalogue";
            if (series.Type != column.Type)
                return $"signal {column.Signal} ({series.Name}) is declared {series.Type}, the column is {column.Type}";
        }
        return null;
    }
}
