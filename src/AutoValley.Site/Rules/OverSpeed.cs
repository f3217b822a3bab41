using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle faster than the zones that its reference point lies in allow; told of the zone with the lowest limit alone, and of that one as long as it is too fast for any.</summary>
internal sealed class OverSpeed(RuleOptions options) : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            var zone = vehicle.StrictZones.Where(zone => zone.SpeedLimit is not null).MinBy(zone => zone.SpeedLimit);
            if (zone is not { SpeedLimit: { } limit })
                continue;
            var key = scene.KeyOf(AlarmKind.OverSpeed, vehicle, zone);
            var speed = Math.Abs(vehicle.Fix.Speed);
            if (speed > limit + (scene.HeldBefore(key) ? 0 : options.SpeedMargin) && scene.MayBegin(vehicle, key))
                holding.Add(new Condition(key, speed, limit));
        }
    }
}
