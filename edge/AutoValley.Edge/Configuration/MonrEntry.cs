using System.Net;
using AutoValley.Edge.Sources.Monr;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of kind <c>monr</c>: target platforms of ISO 22133.</summary>
internal static class MonrEntry
{
    /// <summary>What the entry says; errors are noted in it.</summary>
    public static MonrOptions Read(ConfigurationObject entry) => new()
    {
        Address = entry.Address("listen") ?? new IPEndPoint(IPAddress.Any, MonrOptions.StandardPort),
        Frame = Frame(entry.Object("origin")),
        LeapSeconds = (int)(entry.Number("leapSeconds", 0, 60) ?? GpsWeekTime.LeapSeconds),
        Targets = Targets(entry),
    };

    private static LocalFrame? Frame(ConfigurationObject? origin)
    {
        if (origin is null)
            return null;
        var (latitude, longitude) = (origin.Number("latitude", -90, 90), origin.Number("longitude", -180, 180));
        if (latitude is null && !origin.Has("latitude"))
            origin.Fail("latitude", "is missing");
        if (longitude is null && !origin.Has("longitude"))
            origin.Fail("longitude", "is missing");
        var frame = new LocalFrame(latitude ?? 0, longitude ?? 0, origin.Number("altitude", -1_000, 10_000) ?? 0, origin.Number("rotation", -360, 360) ?? 0);
        origin.RefuseUnknown();
        return frame;
    }

    private static Dictionary<uint, MonrTargetOptions> Targets(ConfigurationObject entry)
    {
        var targets = new Dictionary<uint, MonrTargetOptions>();
        var items = entry.Objects("targets");
        if (items.Count > MonrOptions.MaximumTargets)
            entry.Fail("targets", $"has {items.Count} targets, more than {MonrOptions.MaximumTargets}");
        foreach (var item in items)
        {
            var id = item.Number("id", 0, uint.MaxValue);
            if (id is null && !item.Has("id"))
                item.Fail("id", "is missing: the transmitter id of the target");
            var (name, isVehicle) = (item.Text("name"), item.Flag("isVehicle"));
            if (name is not null && !Names.IsName(name, 64))
                item.Fail("name", $"is '{name}', not 1 to 64 of A-Z a-z 0-9 . _ -");
            item.RefuseUnknown();
            if (id is { } known && !targets.TryAdd((uint)known, MonrTargetOptions.Of((uint)known) with { IsVehicle = isVehicle }))
                item.Fail("id", $"{known} is there already");
            else if (id is { } fresh && name is not null)
                targets[(uint)fresh] = new MonrTargetOptions(name, isVehicle);
        }
        if (targets.Values.Count(target => target.IsVehicle) > 1)
            entry.Fail("targets", "has more than one with \"isVehicle\": a vehicle is one target");
        if (targets.Values.DistinctBy(target => target.Name).Count() != targets.Count)
            entry.Fail("targets", "has a name twice");
        return targets;
    }
}
