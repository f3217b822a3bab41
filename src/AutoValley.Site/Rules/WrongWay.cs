using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>
/// A vehicle that drives against the direction of the zone that its reference point lies in. Where several zones lie over each other, as lanes do on a junction, it is
/// right if it is right for one of them. What counts is the way it moves: backwards is the other way round.
/// It stays with the zone in which it began, as a vehicle on the line between two lanes is now in this, now in that.
/// </summary>
internal sealed class WrongWay(RuleOptions options) : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            var directed = vehicle.StrictZones.Where(zone => zone.Direction is not null).ToArray();
            if (directed.Length == 0 || !double.IsFinite(vehicle.Fix.Heading) || !double.IsFinite(vehicle.Fix.Speed))
                continue;
            var key = scene.KeyOf(AlarmKind.WrongWay, vehicle, directed[0]);
            var (angle, speed) = scene.HeldBefore(key)
                ? (options.WrongWayEndAngle, options.WrongWayEndSpeed)
                : (options.WrongWayAngle, options.WrongWaySpeed);
            var off = directed.Min(zone => Off(vehicle.Fix, zone));
            if (off >= angle && Math.Abs(vehicle.Fix.Speed) >= speed && scene.MayBegin(vehicle, key))
                holding.Add(new Condition(key, off, angle));
        }
    }

    // Degrees, 0 to 180.
    private static double Off(VehicleFix fix, Zone zone)
    {
        var way = fix.Heading + (fix.Speed < 0 ? 180 : 0);
        return Math.Abs(Math.IEEERemainder(way - zone.Direction!.HeadingAt(fix.Place), 360));
    }
}
