using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>Two vehicles, of whatever organisations: too close to each other, or about to touch.</summary>
internal sealed class Encounters(RuleOptions options) : IRule
{
    /// <summary>Pairs of near vehicles that the last judgement did not look at, as there were more than may be; at most so many.</summary>
    public long NotCompared { get; private set; }

    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        var bodies = scene.Vehicles.Select(vehicle => new Body(vehicle, options)).ToArray();
        var boxes = bodies.Select(body => body.Swept(options.EndTimeToCollision + options.MaximumCarry, options.EndDistance)).ToArray();
        var pairs = Neighbours.Pairs(boxes, options.MaximumPairs, out var left);
        NotCompared = left;
        foreach (var (one, two) in pairs)
        {
            var encounter = new Encounter(bodies[one], bodies[two], options.MaximumCarry);
            var (first, second) = (scene.Vehicles[one], scene.Vehicles[two]);
            JudgeDistance(scene, first, second, encounter, holding);
            JudgeCourse(scene, first, second, encounter, holding);
        }
    }

    private void JudgeDistance(Scene scene, VehiclePresence one, VehiclePresence two, in Encounter encounter, ICollection<Condition> holding)
    {
        var key = AlarmKey.OfPair(AlarmKind.TooClose, one.Vehicle, two.Vehicle);
        var (limit, speed) = scene.HeldBefore(key) ? (options.EndDistance, options.StandingSpeed) : (options.Distance, options.DrivingSpeed);
        if (!(Drives(one, speed) || Drives(two, speed)) || (IsParked(one) && IsParked(two)))
            return;
        var distance = encounter.Distance;
        if (distance < limit)
            holding.Add(new Condition(key, distance, options.Distance));
    }

    private void JudgeCourse(Scene scene, VehiclePresence one, VehiclePresence two, in Encounter encounter, ICollection<Condition> holding)
    {
        var key = AlarmKey.OfPair(AlarmKind.CollisionCourse, one.Vehicle, two.Vehicle);
        var (limit, speed) = scene.HeldBefore(key) ? (options.EndTimeToCollision, options.ClosingSpeed / 2) : (options.TimeToCollision, options.ClosingSpeed);
        if (encounter.ClosingSpeed >= speed && encounter.TimeToCollision is var time && time < limit)
            holding.Add(new Condition(key, time, options.TimeToCollision));
    }

    // Who does not tell his speed may drive; who is silent is taken to stand where he was.
    private static bool Drives(VehiclePresence vehicle, double speed) => !vehicle.IsStale && !(Math.Abs(vehicle.Fix.Speed) < speed);

    private bool IsParked(VehiclePresence vehicle) => vehicle.StrictZones.Any(zone => options.ParkedKinds.Contains(zone.Kind));
}
