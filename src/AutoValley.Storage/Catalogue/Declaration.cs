using System.Collections.Concurrent;
using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>What a vehicle declares for a session: checked, then stored, then published in memory.</summary>
internal sealed class Declaration
{
    private readonly Dictionary<uint, Series> added = [];
    private readonly Dictionary<(string Name, SignalType Type), Series> changed = [];
    private int created;
    private bool isDescribed;

    private Declaration(Session session) => Session = session;

    public Session Session { get; }

    /// <summary>Whether all is declared already exactly so: the retained catalogue of a vehicle comes again and again.</summary>
    public static bool IsKnown(Session session, IReadOnlyList<SignalDefinition> signals) => signals.All(signal =>
        session.Find(signal.Id) is { } series && series.Name == signal.Name && series.Type == signal.Type && !Redescribes(signal, series));

    /// <summary>Checks and stores what is new, within the caller's transaction.</summary>
    /// <exception cref="CatalogueException">See <see cref="ICatalogue.Declare"/>.</exception>
    public static Declaration Store(
        VehicleEntry vehicle, SessionId id, IReadOnlyList<SignalDefinition> signals, CatalogueOptions options, VehicleTables tables)
    {
        var known = vehicle.Sessions.GetValueOrDefault(id);
        foreach (var signal in signals)
            CheckShape(signal);
        if (known is null && vehicle.Sessions.Count >= options.MaximumSessionsPerVehicle)
            throw new CatalogueException($"session {id}: {vehicle.Vehicle.Name} has {vehicle.Sessions.Count} sessions already, the limit");
        var declaration = new Declaration(known ?? new Session(tables.AddSession(vehicle.Vehicle, id), vehicle.Vehicle, id));
        foreach (var signal in signals)
            declaration.Store(vehicle, signal, tables);
        if (declaration.Session.SignalCount + declaration.added.Count is var count && count > options.MaximumSignalsPerSession)
            throw new CatalogueException($"session {id}: {count} signals, the limit is {options.MaximumSignalsPerSession}");
        if (declaration.created > 0 && vehicle.SeriesCount + declaration.created is var series && series > options.MaximumSeriesPerVehicle)
            throw new CatalogueException($"session {id}: {vehicle.Vehicle.Name} would have {series} series, the limit is {options.MaximumSeriesPerVehicle}");
        return declaration;
    }

    /// <summary>Makes what is stored visible.</summary>
    public void Publish(VehicleEntry vehicle, ConcurrentDictionary<int, Series> series)
    {
        foreach (var described in changed.Values)
        {
            series[described.Id] = described;
            vehicle.Put(described);
        }
        foreach (var (signal, declared) in added)
            Session.Declare(signal, declared);
        foreach (var (signal, declared) in isDescribed ? Session.Signals : [])
        {
            if (changed.TryGetValue((declared.Name, declared.Type), out var described))
                Session.Declare(signal, described);
        }
        vehicle.Sessions.TryAdd(Session.SessionId, Session);
    }

    // Who says neither says nothing: simple devices must not take away what others said of the same series.
    private static bool Redescribes(SignalDefinition signal, Series series) =>
        (signal.Unit.Length > 0 || signal.Description.Length > 0) && (series.Unit != signal.Unit || series.Description != signal.Description);

    private static void CheckShape(SignalDefinition signal)
    {
        var fault = signal switch
        {
            { Id: 0 } => "an id is 1 or more",
            { Name: var name } when !SignalDefinition.IsName(name) => "a name is 1 to 256 characters of A-Z a-z 0-9 . _ -",
            { Type: var type } when !Enum.IsDefined(type) => $"there is no type {(int)type}",
            { Unit.Length: > SignalDefinition.MaximumUnitLength } =>
                $"the unit is longer than {SignalDefinition.MaximumUnitLength} characters",
            { Description.Length: > SignalDefinition.MaximumDescriptionLength } =>
                $"the description is longer than {SignalDefinition.MaximumDescriptionLength} characters",
            _ => null,
        };
        if (fault is not null)
            throw new CatalogueException($"signal {signal.Id} '{signal.Name}': {fault}");
    }

    private void Store(VehicleEntry vehicle, SignalDefinition signal, VehicleTables tables)
    {
        var earlier = added.GetValueOrDefault(signal.Id) ?? Session.Find(signal.Id);
        if (earlier is not null && (earlier.Name != signal.Name || earlier.Type != signal.Type))
        {
            throw new CatalogueException(
                $"signal {signal.Id} is '{signal.Name}' ({signal.Type}) and was declared as '{earlier.Name}' ({earlier.Type}) before");
        }
        var series = SeriesOf(vehicle, signal, tables);
        if (earlier is not null)
            return;
        tables.AddSignal(Session.Id, signal.Id, series);
        added.Add(signal.Id, series);
    }

    private Series SeriesOf(VehicleEntry vehicle, SignalDefinition signal, VehicleTables tables)
    {
        var key = (signal.Name, signal.Type);
        var series = changed.GetValueOrDefault(key) ?? vehicle.FindSeries(signal.Name, signal.Type);
        if (series is null)
        {
            created++;
            return changed[key] = tables.AddSeries(vehicle.Vehicle, signal);
        }
        if (!Redescribes(signal, series))
            return series;
        isDescribed = true;
        series = series with { Unit = signal.Unit, Description = signal.Description };
        tables.Describe(series);
        return changed[key] = series;
    }
}
