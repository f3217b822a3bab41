using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle of which a part is surely outside the site's boundary.</summary>
internal sealed class OutsideSite : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            var key = new AlarmKey(AlarmKind.OutsideSite, null, vehicle.Vehicle);
            if (scene.IsSure(vehicle.Outside, vehicle, key))
                holding.Add(new Condition(key));
        }
    }
}
