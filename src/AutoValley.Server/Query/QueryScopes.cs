using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Grpc.Core;
using Run = AutoValley.Storage.Run;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Query;

/// <summary>Turns the names of a request into series and a span, or says which name is unknown.</summary>
internal sealed class QueryScopes(ICatalogue catalogue, QueryOptions options, TimeProvider clock)
{
    private const string AllOfAnOrganisation = "/*";

    /// <summary>Series by vehicle, then by signal, in the order asked for; each once.</summary>
    /// <exception cref="RpcException">With the status that QueryService's comments list.</exception>
    public QueryScope Resolve(ScopeRequest request)
    {
        if (request.Signals.Count > options.MaximumSignals || request.Vehicles.Count > options.MaximumSignals)
            throw TooMany();
        var run = request.Run.Length > 0 ? FindRun(request.Run) : null;
        var vehicles = FindVehicles(request.Vehicles, run);
        var range = RangeOf(request, run);
        var series = SeriesOf(vehicles, request.Signals).Distinct().Take(options.MaximumSignals + 1).ToArray();
        if (series.Length > options.MaximumSignals)
            throw TooMany();
        if (vehicles.Count > 1 && request.Signals.FirstOrDefault(signal => !Array.Exists(series, one => one.Name == signal)) is { } unknown)
            throw Refusal.NotFound("signal", unknown, $"none of {vehicles.Count} vehicles has a signal '{unknown}'");
        return new QueryScope(series, range);
    }

    /// <summary>The vehicle of that name.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT or NOT_FOUND.</exception>
    public Vehicle FindVehicle(string name)
    {
        if (!VehicleName.TryParse(name, out var parsed))
            throw Refusal.Invalid("vehicles", $"'{name}' is no vehicle name: organisation/vehicle");
        return catalogue.FindVehicle(parsed) ?? throw Refusal.NotFound("vehicle", name, $"no vehicle '{name}' ever said anything");
    }

    /// <summary>The series of the names, all when there is none; a signal whose type changed gives several, oldest first.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public IEnumerable<Series> FindSeries(Vehicle vehicle, IReadOnlyList<string> signals)
    {
        if (signals.Count == 0)
            return catalogue.Series(vehicle);
        return signals.SelectMany(signal => catalogue.FindSeries(vehicle, signal) is { Count: > 0 } found
            ? found.Reverse()
            : throw Refusal.NotFound("signal", signal, $"vehicle '{vehicle.Name}' has no signal '{signal}'"));
    }

    private IEnumerable<Series> SeriesOf(IReadOnlyList<Vehicle> vehicles, IReadOnlyList<string> signals) =>
        vehicles.Count == 1 || signals.Count == 0
            ? vehicles.SelectMany(vehicle => FindSeries(vehicle, signals))
            : vehicles.SelectMany(vehicle => signals.SelectMany(signal => catalogue.FindSeries(vehicle, signal).Reverse()));

    private IReadOnlyList<Vehicle> FindVehicles(IReadOnlyList<string> names, Run? run)
    {
        if (names.Count > 0)
            return [.. names.SelectMany(name => FindVehicles(name, run)).Distinct()];
        return run is not null
            ? [.. run.Vehicles.Select(catalogue.FindVehicle).OfType<Vehicle>()]
            : throw Refusal.Invalid("vehicles", "name a vehicle or a run");
    }

    private Vehicle[] FindVehicles(string name, Run? run)
    {
        if (name.EndsWith(AllOfAnOrganisation, StringComparison.Ordinal))
        {
            var organisation = name[..^AllOfAnOrganisation.Length];
            var found = catalogue.Vehicles
                .Where(vehicle => vehicle.Name.Organisation == organisation && run?.Vehicles.Contains(vehicle.Name) != false).ToArray();
            return found.Length > 0 ? found : throw Refusal.NotFound("vehicle", name, $"there is no vehicle of '{name}'{Of(run)}");
        }
        var one = FindVehicle(name);
        return run?.Vehicles.Contains(one.Name) != false ? [one] : throw Refusal.NotFound("vehicle", name, $"vehicle '{name}' is not in run '{run.Name}'");
    }

    private TimeRange RangeOf(ScopeRequest request, Run? run)
    {
        var range = run is not null
            ? new TimeRange(run.Start, run.Stop ?? Math.Max(run.Start, UnixTime.Now(clock)))
            : request.Span is { } span ? new TimeRange(span.From, span.To) : throw Refusal.Invalid("span", "span or run is missing");
        return range.To >= range.From
            ? range
            : throw Refusal.Invalid("span", $"the span ends ({UnixTime.ToText(range.To)}) before it starts ({UnixTime.ToText(range.From)})");
    }

    private static string Of(Run? run) => run is null ? "" : $" in run '{run.Name}'";

    private Run FindRun(string name) => catalogue.FindRun(name) ?? throw Refusal.NotFound("run", name, $"there is no run '{name}'");

    private RpcException TooMany() => Refusal.OverLimit("Query:MaximumSignals", $"more than {options.MaximumSignals} signals a call");
}
