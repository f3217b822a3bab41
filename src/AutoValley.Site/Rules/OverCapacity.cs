using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>More vehicles in a zone than it may hold. Who may be in it counts, silent ones too.</summary>
internal sealed class OverCapacity : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        var full = scene.Vehicles
            .SelectMany(vehicle => vehicle.Zones, (vehicle, presence) => (vehicle.Vehicle.Organisation, presence.Zone))
            .Where(stay => stay.Zone.Capacity is not null)
            .GroupBy(stay => stay.Zone.Name, StringComparer.Ordinal);
        foreach (var zone in full)
        {
            var capacity = zone.First().Zone.Capacity!.Value;
            var count = zone.Count();
            if (count > capacity)
                holding.Add(new Condition(new AlarmKey(AlarmKind.OverCapacity, zone.Key), count, capacity, [.. zone.Select(stay => stay.Organisation).Distinct()]));
        }
    }
}
