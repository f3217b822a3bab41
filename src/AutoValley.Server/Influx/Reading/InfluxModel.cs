using System.Runtime.CompilerServices;
using AutoValley.Server.Influx.Writing;
using AutoValley.Storage;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Reading;

/// <summary>
/// Vehicles and signals in InfluxDB's words. A database is an organisation, and one has them all. Measurement <c>telemetry</c> has every signal of a vehicle as a field
/// under its name; beside it a signal whose name has a dot is a field of the measurement before that (<see cref="SignalNames"/>).
/// </summary>
internal sealed class InfluxModel(ICatalogue catalogue, InfluxOptions options)
{
    // A signal's name is taken apart once, and what came of it goes with the series.
    private readonly ConditionalWeakTable<Series, SignalPlace?> places = [];

    /// <summary>Name of the database that has all organisations.</summary>
    public string AllDatabase => options.Database;

    /// <summary>Names of databases.</summary>
    public IEnumerable<string> Databases =>
        catalogue.Vehicles.Select(vehicle => vehicle.Name.Organisation).Prepend(AllDatabase).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Whether there is a database of that name.</summary>
    public bool HasDatabase(string name) => name == AllDatabase || catalogue.Vehicles.Any(vehicle => vehicle.Name.Organisation == name);

    /// <summary>Series of a database by measurement and tags.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="isWanted">Which measurements.</param>
    public IReadOnlyList<InfluxSeries> Find(string database, Func<string, bool> isWanted)
    {
        var isAll = database == AllDatabase;
        var found = new List<InfluxSeries>();
        foreach (var vehicle in catalogue.Vehicles.Where(vehicle => isAll || vehicle.Name.Organisation == database))
            found.AddRange(Of(vehicle, isAll, isWanted));
        found.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        return found;
    }

    private Dictionary<(string, string), InfluxSeries>.ValueCollection Of(Vehicle vehicle, bool isAll, Func<string, bool> isWanted)
    {
        var found = new Dictionary<(string Measurement, string Tags), InfluxSeries>();
        var hasTelemetry = isWanted(TelemetryLines.Measurement);
        foreach (var series in catalogue.Series(vehicle))
        {
            if (hasTelemetry)
                Add(new SignalPlace(TelemetryLines.Measurement, series.Name, []), series);
            if (places.GetValue(series, static one => SignalNames.PlaceOf(one.Name)) is { } place && isWanted(place.Measurement))
                Add(place, series);
        }
        return found.Values;

        void Add(SignalPlace place, Series series)
        {
            var key = (place.Measurement, place.TagsKey);
            if (!found.TryGetValue(key, out var one))
                found.Add(key, one = new InfluxSeries(place.Measurement, vehicle, TagsOf(vehicle, isAll, place)) { Aliases = AliasesOf(vehicle) });
            if (!one.Fields.TryGetValue(place.Field, out var all))
                one.Fields.Add(place.Field, all = []);
            all.Add(series);
        }
    }

    private (string Key, string Value)[] TagsOf(Vehicle vehicle, bool isAll, SignalPlace place)
    {
        var tags = place.Tags.Append((Key: options.VehicleTags[0], Value: vehicle.Name.Vehicle));
        if (isAll)
            tags = tags.Append((TelemetryLines.Organisation, vehicle.Name.Organisation));
        return [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)];
    }

    private (string Key, string Value)[] AliasesOf(Vehicle vehicle) =>
        [.. options.VehicleTags.Skip(1).Select(key => (key, vehicle.Name.Vehicle)), (TelemetryLines.Organisation, vehicle.Name.Organisation)];
}
