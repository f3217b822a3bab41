using AutoValley.Site.Alarms;

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
            {
                var error = vehicle.Fix.ClockError == long.MaxValue ? double.NaN : vehicle.Fix.ClockError / NanosPerSecond;
                holding.Add(new Condition(new AlarmKey(AlarmKind.ClockBad, null, vehicle.Vehicle), error));
            }
            if (vehicle.IsAccuracyBad)
                holding.Add(new Condition(new AlarmKey(AlarmKind.AccuracyBad, null, vehicle.Vehicle), vehicle.Fix.Accuracy));
        }
    }
}
