using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>
/// A vehicle that stands where vehicles drive; that it may be there is enough, unless its reference point lies where vehicles stand (pit, workshop, pad). A silent one still
/// stands where it stood. Not where its organisation has the zone for itself: a test may stand there. How long it may stand is the alarm's on-delay.
/// </summary>
internal sealed class Stopped(RuleOptions options) : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            var speed = Math.Abs(vehicle.Fix.Speed);
            if (!(speed < options.DrivingSpeed))
                continue;
            var inTheWay = vehicle.Zones.Where(presence => IsLive(vehicle, presence) && !IsOwn(scene, vehicle, presence.Zone)).ToArray();
            if (inTheWay.Length == 0)
                continue;
            // One alarm a vehicle; it stays with its zone, as a vehicle on a border is now in this, now in that.
            var keys = inTheWay.OrderBy(presence => presence.Zone.Shape.Area)
                .Select(presence => new AlarmKey(AlarmKind.Stopped, presence.Zone.Name, vehicle.Vehicle)).ToArray();
            var held = keys.Where(scene.HeldBefore).Take(1).ToArray();
            if (held.Length > 0 || speed < options.StandingSpeed)
                holding.Add(new Condition(held.Length > 0 ? held[0] : keys[0], speed, options.StandingSpeed));
        }
    }

    private bool IsLive(VehiclePresence vehicle, ZonePresence presence) => options.LiveKinds.Contains(presence.Zone.Kind)
        && (presence.State == ZoneState.In || !vehicle.StrictZones.Any(zone => zone.Kind is ZoneKind.Pit or ZoneKind.Workshop or ZoneKind.Pad));

    private static bool IsOwn(Scene scene, VehiclePresence vehicle, Zone zone) =>
        scene.BookingsOf(vehicle, zone).Any(booking => booking.IsExclusive || zone.IsExclusive);
}
