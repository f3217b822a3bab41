using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Run = AutoValley.Storage.Run;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Query;

/// <summary>Turns the names of a request into series and a span, or says which name is unknown.</summary>
internal sealed class QueryScopes(ICatalogue catalogue, QueryOptions options, TimeProvider clock)
{
    /// <exception cref="RpcException">With the status that QueryService's comments list.</exception>
    public QueryScope Resolve(string vehicleName, IReadOnlyList<string> signals, AutoValley.V1.TimeSpan? span, string runName)
    {
        if (signals.Count > options.MaximumSignals)
            throw TooMany();
        var run = runName.Length > 0 ? FindRun(runName) : null;
        var vehicles = FindVehicles(vehicleName, run);
        var range = run is not null
            ? new TimeRange(run.Start, run.Stop ?? Math.Max(run.Start, UnixTime.Now(clock)))
            : span is not null ? new TimeRange(span.From, span.To) : throw Invalid("span or run is missing");
        if (range.To < range.From)
            throw Invalid($"the span ends ({UnixTime.ToText(range.To)}) before it starts ({UnixTime.ToText(range.From)})");
        var series = vehicles.SelectMany(vehicle => FindSeries(vehicle, signals)).Take(options.MaximumSignals + 1).ToArray();
        return series.Length <= options.MaximumSignals ? new QueryScope(series, range) : throw TooMany();
    }

    /// <summary>The vehicle of that name.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT or NOT_FOUND.</exception>
    public Vehicle FindVehicle(string name)
    {
        if (!VehicleName.TryParse(name, out var parsed))
            throw Invalid($"'{name}' is no vehicle name: organisation/vehicle");
        return catalogue.FindVehicle(parsed) ?? throw NotFound($"no vehicle '{name}' ever said anything");
    }

    /// <summary>The series of the names, all when there is none; a signal whose type changed gives several, oldest first.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public IEnumerable<Series> FindSeries(Vehicle vehicle, IReadOnlyList<string> signals)
    {
        if (signals.Count == 0)
            return catalogue.Series(vehicle);
        return signals.SelectMany(signal => catalogue.FindSeries(vehicle, signal) is { Count: > 0 } found
            ? found.Reverse()
            : throw NotFound($"vehicle '{vehicle.Name}' has no signal '{signal}'"));
    }

    private IReadOnlyList<Vehicle> FindVehicles(string name, Run? run)
    {
        if (name.Length > 0 || run is null)
        {
            var vehicle = FindVehicle(name);
            return run is null || run.Vehicles.Contains(vehicle.Name)
                ? [vehicle]
                : throw NotFound($"vehicle '{name}' is not in run '{run.Name}'");
        }
        return [.. run.Vehicles.Select(catalogue.FindVehicle).OfType<Vehicle>()];
    }

    private Run FindRun(string name) => catalogue.FindRun(name) ?? throw NotFound($"there is no run '{name}'");

    private RpcException TooMany() =>
        new(new Status(StatusCode.ResourceExhausted, $"more than {options.MaximumSignals} signals a call (Query:MaximumSignals)"));

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    private static RpcException NotFound(string detail) => new(new Status(StatusCode.NotFound, detail));
}
