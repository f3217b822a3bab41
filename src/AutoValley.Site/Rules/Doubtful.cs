using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>A vehicle whose clock or accuracy is too bad to say where it is: the occupancy is uncertain then, and that has to be told.</summary>
internal sealed class Doubtful : IRule
{
    private const double NanosPerSecond = 1e9;

    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        foreach (var vehicle in scene.Vehicles)
        {
            if (vehicle.IsClockBad)
                holding.Add(ClockBad(vehicle));
            if (vehicle.IsAccuracyBad)
                holding.Add(new Condition(new AlarmKey(AlarmKind.AccuracyBad, null, vehicle.Vehicle), vehicle.Fix.Accuracy));
        }
        foreach (var vehicle in scene.LateOnly.Where(vehicle => vehicle.ClockBehind is not null))
            holding.Add(ClockBad(vehicle));
    }

    // Seconds that it is off by, as far as that is known.
    private static Condition ClockBad(VehiclePresence vehicle)
    {
        var nanos = vehicle.ClockBehind ?? vehicle.Fix.ClockError;
        return new Condition(new AlarmKey(AlarmKind.ClockBad, null, vehicle.Vehicle), nanos == long.MaxValue ? double.NaN : nanos / NanosPerSecond);
    }
}
