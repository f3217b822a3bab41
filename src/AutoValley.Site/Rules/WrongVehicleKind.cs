using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle that surely is in a zone that is not for its kind. Nothing is said of a vehicle whose kind is not known.</summary>
internal sealed class WrongVehicleKind : IRule
{
    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            if (vehicle.Description.Kind is not { } kind)
                continue;
            foreach (var zone in scene.ZonesFor(AlarmKind.WrongVehicleKind, vehicle))
            {
                var key = new AlarmKey(AlarmKind.WrongVehicleKind, zone.Name, vehicle.Vehicle);
                if (zone.VehicleKinds is { } kinds && !kinds.Contains(kind, StringComparer.OrdinalIgnoreCase) && scene.MayBegin(vehicle, key))
                    holding.Add(new Condition(key));
            }
        }
    }
}
