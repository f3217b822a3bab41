using System.Collections.Concurrent;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Finds where lines go by their measurement and tags, as they came. Safe for concurrent use.</summary>
internal sealed class LineTargets(ICatalogue catalogue, InfluxOptions options)
{
    // What comes is remembered up to here, and then begun anew: who writes ever new tags costs no more than reading them.
    private const int MaximumTargets = 65_536;
    private const int MaximumRememberedBytes = 1_024;

    // Those by which AutoValley's own lines tell what they were made of.
    private static readonly string[] OwnTags = [TelemetryLines.Session, TelemetryLines.Part];

    private readonly ConcurrentDictionary<VehicleName, LineSession> sessions = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<byte[], LineTarget>> targets = new();

    /// <summary>Where lines of a key go.</summary>
    /// <param name="organisation">Of lines that do not say theirs; null when there is none.</param>
    /// <param name="key">Measurement and tags as they came.</param>
    /// <param name="fault">Why they go nowhere.</param>
    public LineTarget? Find(string? organisation, ReadOnlySpan<byte> key, out string fault)
    {
        fault = "";
        var known = targets.GetOrAdd(organisation ?? "", _ => new(RawKeys.Instance));
        var lookup = known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(key, out var target) && !target.Session.IsClosed)
            return target;
        target = Make(organisation, key, out fault);
        if (target is null || key.Length > MaximumRememberedBytes)
            return target;
        if (known.Count >= MaximumTargets)
            known.Clear();
        return lookup[key] = target;
    }

    private LineTarget? Make(string? organisation, ReadOnlySpan<byte> key, out string fault)
    {
        var reader = new LineKeyReader(key);
        var tags = new List<(string Key, string Value)>();
        if (reader.TryReadMeasurement())
        {
            while (reader.TryReadTag())
                tags.Add((LineEscapes.NameOf(reader.TagKey), LineEscapes.NameOf(reader.TagValue)));
        }
        fault = reader.Fault.ToText();
        if (reader.Fault != LineFault.None || FindVehicle(organisation, tags, out fault) is not { } vehicle)
            return null;
        var measurement = LineEscapes.MeasurementOf(reader.Measurement);
        if (measurement == TelemetryLines.Measurement)
            tags.RemoveAll(tag => OwnTags.Contains(tag.Key));
        tags.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        try
        {
            return new LineTarget(SessionOf(vehicle), measurement, tags);
        }
        catch (CatalogueException limit)
        {
            fault = limit.Message;
            return null;
        }
    }

    // Takes the tags that say it out of the others.
    private VehicleName? FindVehicle(string? organisation, List<(string Key, string Value)> tags, out string fault)
    {
        fault = "";
        organisation = Take(tags, TelemetryLines.Organisation) ?? organisation;
        var tag = options.VehicleTags.FirstOrDefault(key => tags.Exists(one => one.Key == key));
        var vehicle = tag is null ? options.Vehicle : Take(tags, tag);
        if (organisation is null)
            fault = $"no tag '{TelemetryLines.Organisation}', which database '{options.Database}' needs; any other database is the organisation of its name";
        else if (vehicle is null)
            fault = $"no tag that says the vehicle ({string.Join(", ", options.VehicleTags)}: InfluxApi:VehicleTags), and no InfluxApi:Vehicle for lines without";
        else if (!VehicleName.IsPart(organisation) || !VehicleName.IsPart(vehicle))
            fault = $"'{organisation}/{vehicle}' is no vehicle name: organisation/vehicle, each 1 to {VehicleName.MaximumPartLength} of A-Z a-z 0-9 . _ -";
        return fault.Length == 0 ? new VehicleName(organisation!, vehicle!) : null;
    }

    private static string? Take(List<(string Key, string Value)> tags, string key)
    {
        var index = tags.FindIndex(tag => tag.Key == key);
        if (index < 0)
            return null;
        var value = tags[index].Value;
        tags.RemoveAt(index);
        return value;
    }

    private LineSession SessionOf(VehicleName vehicle)
    {
        while (true)
        {
            var session = sessions.GetOrAdd(vehicle, name => new LineSession(catalogue, catalogue.AddVehicle(name)));
            if (!session.IsClosed)
                return session;
            sessions.TryRemove(new(vehicle, session));
        }
    }
}
