using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>
/// A vehicle that surely is in a zone that needs a booking, without one: its organisation booked neither the zone, nor what it is part of, nor a part of it that
/// the vehicle is in. Told of the largest such zone alone, and not where another organisation's exclusive booking says more.
/// </summary>
internal sealed class NotBooked(RuleOptions options) : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            var zones = scene.ZonesFor(AlarmKind.NotBooked, vehicle).ToArray();
            var wanting = zones.Where(zone => NeedsBooking(zone) && !IsBooked(scene, vehicle, zone, zones)).ToArray();
            foreach (var zone in wanting)
            {
                var key = new AlarmKey(AlarmKind.NotBooked, zone.Name, vehicle.Vehicle);
                var isPartOfAnother = wanting.Any(other => other.Name != zone.Name && scene.Map.IsWithin(zone.Name, other.Name));
                if (!isPartOfAnother && scene.MayBegin(vehicle, key) && !scene.ExclusiveOfOthers(vehicle, zone).Any())
                    holding.Add(new Condition(key));
            }
        }
    }

    private bool NeedsBooking(Zone zone) => zone.IsExclusive || options.BookedKinds.Contains(zone.Kind);

    // A zone is a part of itself.
    private static bool IsBooked(Scene scene, VehiclePresence vehicle, Zone zone, Zone[] zones) =>
        zones.Any(part => scene.Map.IsWithin(part.Name, zone.Name) && scene.BookingsOf(vehicle, part).Any());
}
