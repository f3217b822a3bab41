using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle that stopped reporting, wherever that is no end of its work.</summary>
internal sealed class Silent(RuleOptions options) : IRule
{
    private const double NanosPerSecond = 1e9;

    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            if (vehicle.IsStale && !vehicle.StrictZones.Any(zone => options.ParkedKinds.Contains(zone.Kind)))
                holding.Add(new Condition(new AlarmKey(AlarmKind.Silent, null, vehicle.Vehicle), (scene.Now - vehicle.ReceiveTime) / NanosPerSecond));
        }
    }
}
