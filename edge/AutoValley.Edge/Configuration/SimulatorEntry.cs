using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of kind <c>simulator</c>: a made-up vehicle on a route.</summary>
internal static class SimulatorEntry
{
    private const int CirclePositions = 360;
    private const double MetresPerDegree = 111_194;

    /// <summary>What the entry says; null, and errors noted in it, when it cannot be driven.</summary>
    public static SimulatedVehicle? Read(ConfigurationObject entry, TimeProvider clock)
    {
        var options = new SimulationOptions
        {
            Kind = KindOf(entry),
            Seed = (ulong)(entry.Number("seed", 0, 1L << 53) ?? 1),
            Profile = ProfileOf(entry),
            Speed = ReplayEntry.SpeedOf(entry),
            Friction = entry.Number("friction", SimulationOptions.LeastFriction, SimulationOptions.MostFriction) ?? 1,
            Duration = entry.Number("seconds", 0.01, 1e9) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        try
        {
            return RouteOf(entry) is { } route ? new SimulatedVehicle(route, options, clock) : null;
        }
        catch (SourceException unusable)
        {
            entry.Fail("route", $"cannot be driven: {unusable.Message}");
            return null;
        }
    }

    private static VehicleKind KindOf(ConfigurationObject entry)
    {
        var name = entry.Text("vehicle") ?? "car";
        if (Enum.TryParse<VehicleKind>(name, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(name[0]))
            return kind;
        entry.Fail("vehicle", $"is '{name}', not {string.Join(", ", Enum.GetNames<VehicleKind>()).ToLowerInvariant()}");
        return default;
    }

    private static SimulationProfile ProfileOf(ConfigurationObject entry)
    {
        if (entry.Object("signals") is not { } signals)
            return SimulationProfile.Site;
        var most = SimulationProfile.Site;
        var profile = new SimulationProfile(
            (int)(signals.Number("at100Hz", 0, most.At100Hz) ?? 0), (int)(signals.Number("at10Hz", 0, most.At10Hz) ?? 0), (int)(signals.Number("at1Hz", 0, most.At1Hz) ?? 0));
        signals.RefuseUnknown();
        return profile;
    }

    private static SimulationRoute? RouteOf(ConfigurationObject entry)
    {
        var (file, line, circle) = (entry.Text("route"), entry.Text("line"), entry.Object("circle"));
        if ((file is null) == (circle is null))
        {
            entry.Fail("", "needs either \"route\": FILE (GeoJSON) or \"circle\": { \"latitude\", \"longitude\", \"radius\" }");
            return null;
        }
        return file is not null ? RouteFile.Load(file, line) : CircleOf(circle!);
    }

    private static SimulationRoute? CircleOf(ConfigurationObject circle)
    {
        var (latitude, longitude, radius) = (circle.Number("latitude", -85, 85), circle.Number("longitude", -179, 179), circle.Number("radius", 10, 10_000));
        foreach (var member in (ReadOnlySpan<string>)["latitude", "longitude", "radius"])
        {
            if (!circle.Has(member))
                circle.Fail(member, "is missing");
        }
        circle.RefuseUnknown();
        if (latitude is not { } y || longitude is not { } x || radius is not { } metres)
            return null;
        var width = MetresPerDegree * Math.Cos(double.DegreesToRadians(y));
        return new SimulationRoute($"circle of {metres} m", [.. Enumerable.Range(0, CirclePositions).Select(index =>
        {
            var (sine, cosine) = Math.SinCos(index * Math.Tau / CirclePositions);
            return new RoutePosition(y + (metres * sine / MetresPerDegree), x + (metres * cosine / width));
        })], IsClosed: true);
    }
}
