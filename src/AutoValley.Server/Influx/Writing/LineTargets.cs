using System.Collections.Concurrent;
using System.Globalization;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>Finds where lines go by their measurement and tags, as they came. Safe for concurrent use.</summary>
internal sealed class LineTargets(ServerSessions sessions, InfluxOptions options)
{
    // What comes is remembered up to here, of all databases, and then begun anew: who writes ever new tags costs no more than reading them.
    private const int MaximumTargets = 65_536;
    private const int MaximumRememberedBytes = 1_024;

    // Of a session's id as a text.
    private const int SessionLength = 2 * SessionId.Size;

    private readonly ConcurrentDictionary<TargetKey, LineTarget> targets = new(TargetKeys.Instance);

    /// <summary>Where lines of a key go.</summary>
    /// <param name="organisation">Of the database, which lines may repeat; null for that of all, where each says its own.</param>
    /// <param name="key">Measurement and tags as they came.</param>
    /// <param name="fault">Why they go nowhere.</param>
    public LineTarget? Find(string? organisation, ReadOnlySpan<byte> key, out string fault)
    {
        fault = "";
        var lookup = targets.GetAlternateLookup<TargetKeySpan>();
        if (lookup.TryGetValue(new TargetKeySpan(organisation, key), out var target) && !target.Session.IsClosed)
            return target;
        target = Make(organisation, key, out fault);
        if (target is null || key.Length > MaximumRememberedBytes)
            return target;
        if (targets.Count >= MaximumTargets)
            targets.Clear();
        return lookup[new TargetKeySpan(organisation, key)] = target;
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
            RemoveOwn(tags);
        tags.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        try
        {
            return new LineTarget(sessions.Of(vehicle), measurement, tags);
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
        var named = Take(tags, TelemetryLines.Organisation);
        var tag = options.VehicleTags.FirstOrDefault(key => tags.Exists(one => one.Key == key));
        var vehicle = tag is null ? options.Vehicle : Take(tags, tag);
        if (named is not null && organisation is not null && named != organisation)
            fault = $"tag '{TelemetryLines.Organisation}' says '{named}', and the database is '{organisation}': that of all, '{options.Database}', takes both";
        else if ((organisation ??= named) is null)
            fault = $"no tag '{TelemetryLines.Organisation}', which database '{options.Database}' needs; any other database is the organisation of its name";
        else if (vehicle is null)
            fault = $"no tag that says the vehicle ({string.Join(", ", options.VehicleTags)}: InfluxApi:VehicleTags), and no InfluxApi:Vehicle for lines without";
        else if (!VehicleName.IsPart(organisation) || !VehicleName.IsPart(vehicle))
            fault = $"'{organisation}/{vehicle}' is no vehicle name: organisation/vehicle, each 1 to {VehicleName.MaximumPartLength} of A-Z a-z 0-9 . _ -";
        return fault.Length == 0 ? new VehicleName(organisation!, vehicle!) : null;
    }

    // Those by which AutoValley's own lines tell what they were made of; others' tags of these names tell series apart.
    private static void RemoveOwn(List<(string Key, string Value)> tags)
    {
        var isOwn = tags.Exists(tag => tag.Key == TelemetryLines.Session && tag.Value.Length == SessionLength && tag.Value.All(char.IsAsciiHexDigitLower))
            && tags.Exists(tag => tag.Key == TelemetryLines.Part && ulong.TryParse(tag.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        if (isOwn)
            tags.RemoveAll(tag => tag.Key is TelemetryLines.Session or TelemetryLines.Part);
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
}
