using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>
/// What a vehicle sent since the server's start by a protocol without sessions, as a session of the server's own: signals declare themselves by being sent, and batches are
/// numbered here. Safe for concurrent use. It closes when it cannot go on, and another one is begun.
/// </summary>
internal sealed class ServerSession(ICatalogue catalogue, Vehicle vehicle)
{
    // Each may have left a hole in the numbers, of which a session may have 1,024.
    private const int MaximumFailures = 512;

    private readonly Lock gate = new();
    private readonly SessionId id = SessionId.New();
    private readonly Dictionary<(string Name, SignalType Type), uint> ids = [];
    private readonly List<SignalDefinition> undeclared = [];
    private readonly BatchWriter writer = new();
    private Session? declared;
    private int newSeries;
    private ulong sequence;
    private int failures;

    /// <summary>Whose.</summary>
    public VehicleName Vehicle => vehicle.Name;

    /// <summary>Whether what comes has to go to another session.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The id of a signal, which the catalogue hears of with the next batch.</summary>
    /// <returns>Null when it cannot have one; then <paramref name="fault"/> says why.</returns>
    public uint? Declare(string name, SignalType type, out string? fault)
    {
        lock (gate)
        {
            fault = null;
            if (ids.TryGetValue((name, type), out var known))
                return known;
            // A series too many costs what has it, and not the batch with all the others.
            var isNew = !catalogue.FindSeries(vehicle, name).Any(series => series.Type == type);
            if (isNew && newSeries >= catalogue.SeriesLeft(vehicle))
            {
                fault = $"{vehicle.Name} has as many series as a vehicle may have, and none '{name}'";
                return null;
            }
            newSeries += isNew ? 1 : 0;
            var signal = (uint)ids.Count + 1;
            ids.Add((name, type), signal);
            undeclared.Add(new SignalDefinition(signal, name, type));
            return signal;
        }
    }

    /// <summary>Writes the session's next batch, which has to be appended.</summary>
    /// <param name="baseTime">Unix nanoseconds near the first time stamp.</param>
    /// <param name="now">Unix nanoseconds.</param>
    /// <param name="write">Adds times and columns.</param>
    /// <exception cref="CatalogueException">A limit of the catalogue is reached, by others meanwhile; the session is closed.</exception>
    public ServerBatch ToBatch(long baseTime, long now, Action<BatchWriter> write)
    {
        lock (gate)
        {
            DeclareNew();
            writer.Clear();
            write(writer);
            var payload = writer.ToPayload(id, ++sequence, baseTime, now, new ClockQuality(ClockSource.Unspecified, null, null));
            return new ServerBatch(declared!, sequence, payload);
        }
    }

    /// <summary>A batch was not stored.</summary>
    public void Failed(ulong number)
    {
        lock (gate)
        {
            // Its number is the next one's, unless that went already.
            if (number == sequence)
                sequence--;
            else
                IsClosed |= ++failures >= MaximumFailures;
        }
    }

    private void DeclareNew()
    {
        if (undeclared.Count == 0)
            return;
        try
        {
            declared = catalogue.Declare(vehicle, id, undeclared);
            undeclared.Clear();
            newSeries = 0;
        }
        catch (CatalogueException)
        {
            IsClosed = true;
            throw;
        }
    }
}
