using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Rules;

/// <summary>A site whose vehicles are put where a test wants them, and judged.</summary>
internal sealed class RuleScene(Map map, RuleOptions? options = null)
{
    private readonly SiteRules rules = new(options ?? new RuleOptions());

    public List<Booking> Bookings { get; } = [];

    /// <summary>A vehicle whose reference point and all else is surely in the zones.</summary>
    public static VehiclePresence In(string vehicle, params Zone[] zones) => Vehicle(vehicle) with
    {
        Zones = [.. zones.Select(zone => new ZonePresence(zone, ZoneState.In, 0))], StrictZones = zones,
    };

    /// <summary>A vehicle that may be in the zones, its reference point in none of them.</summary>
    public static VehiclePresence Perhaps(string vehicle, params Zone[] zones) => Vehicle(vehicle) with
    {
        Zones = [.. zones.Select(zone => new ZonePresence(zone, ZoneState.Uncertain, 0))],
    };

    /// <summary>A vehicle that creeps at 2 km/h: it neither stands nor drives.</summary>
    public static VehiclePresence Vehicle(string vehicle) => new(
        VehicleName.TryParse(vehicle, out var name) ? name : throw new ArgumentException(vehicle),
        VehicleDescription.Unknown, new VehicleFix(0, new LocalPosition(0, 0), Heading: 0, Speed: 2, Accuracy: 0, ClockError: 0), 0);

    /// <summary>The conditions that hold, as text.</summary>
    public IReadOnlyList<string> Judge(params VehiclePresence[] vehicles) => [.. Conditions(vehicles).Select(condition => condition.Key.ToString())];

    public IReadOnlyList<Condition> Conditions(params VehiclePresence[] vehicles) => rules.Judge(map, vehicles, Bookings, 0);
}
