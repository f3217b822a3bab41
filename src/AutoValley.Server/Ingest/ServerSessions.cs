using System.Collections.Concurrent;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>Sessions of the server's own, one a vehicle that sends by a protocol without. Safe for concurrent use.</summary>
internal sealed class ServerSessions(ICatalogue catalogue, Acceptor acceptor, DeadLetterBox deadLetters, IngestOptions options)
{
    private readonly BatchLimits limits = options.BatchLimits;
    private readonly ConcurrentDictionary<VehicleName, ServerSession> sessions = new();

    /// <summary>The vehicle's, begun when there is none that can go on.</summary>
    /// <exception cref="CatalogueException">There are as many vehicles as there may be.</exception>
    public ServerSession Of(VehicleName vehicle)
    {
        while (true)
        {
            var session = sessions.GetOrAdd(vehicle, name => new ServerSession(catalogue, catalogue.AddVehicle(name)));
            if (!session.IsClosed)
                return session;
            sessions.TryRemove(new(vehicle, session));
        }
    }

    /// <summary>Makes a session's batch durable.</summary>
    /// <param name="session">Which.</param>
    /// <param name="batch">Of it.</param>
    /// <param name="letter">What is kept when the batch cannot be used.</param>
    /// <param name="cancellation">Stops waiting; the batch may become durable all the same.</param>
    /// <exception cref="StoreUnavailableException">It is not durable.</exception>
    public async ValueTask<AcceptResult> AppendAsync(ServerSession session, ServerBatch batch, Letter letter, CancellationToken cancellation)
    {
        // A wait that was cancelled says nothing of the batch: its number stays taken.
        var isFailed = false;
        try
        {
            var error = BatchView.TryRead(batch.Payload, limits, out var view, out var detail);
            isFailed = error != BatchError.None;
            return isFailed ? deadLetters.Add(letter, AcceptOutcomes.From(error), detail) : await acceptor.AppendAsync(letter, batch.Session, view!, cancellation);
        }
        catch (StoreUnavailableException)
        {
            isFailed = true;
            throw;
        }
        finally
        {
            if (isFailed)
                session.Failed(batch.Number);
        }
    }
}
