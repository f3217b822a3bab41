using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle that surely is in a zone that another organisation has for itself; told of the largest such zone alone. The organisation that has it hears of it too.</summary>
internal sealed class ExclusiveViolated : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        if (!scene.HasBookings)
            return;
        foreach (var vehicle in scene.Vehicles)
        {
            var violated = scene.ZonesFor(AlarmKind.ExclusiveViolated, vehicle)
                .Select(zone => (Zone: zone, Holders: scene.ExclusiveOfOthers(vehicle, zone).Select(booking => booking.Organisation).Distinct().ToArray()))
                .Where(found => found.Holders.Length > 0).ToArray();
            foreach (var (zone, holders) in violated)
            {
                var key = new AlarmKey(AlarmKind.ExclusiveViolated, zone.Name, vehicle.Vehicle);
                var isPartOfAnother = violated.Any(other => other.Zone.Name != zone.Name && scene.Map.IsWithin(zone.Name, other.Zone.Name));
                if (!isPartOfAnother && scene.MayBegin(vehicle, key))
                    holding.Add(new Condition(key, Organisations: holders));
            }
        }
    }
}
