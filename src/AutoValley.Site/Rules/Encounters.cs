using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>Two vehicles, of whatever organisations: too close to each other, or about to touch.</summary>
internal sealed class Encounters(RuleOptions options) : IRule
{
    private readonly Turns turns = new(options);

    /// <summary>Pairs of near vehicles that the last judgement did not look at, as there were more than may be; at most so many.</summary>
    public long NotCompared { get; private set; }

    public void Judge(Scene scene, ICollection<Condition> holding)
    {
        var rates = turns.RatesOf(scene.Vehicles);
        var bodies = scene.Vehicles.Select((vehicle, index) => new Body(vehicle, options, rates[index])).ToArray();
        var boxes = bodies.Select(body => body.Swept(options.EndTimeToCollision + options.MaximumCarry, options.EndDistance)).ToArray();
        // What held before ends by being looked at, never by there being too many others.
        var held = HeldPairs(scene);
        var pairs = Neighbours.Pairs(boxes, Math.Max(0, options.MaximumPairs - held.Count), held, out var left);
        NotCompared = left;
        foreach (var (one, two) in held)
            Judge(scene, (one, two), bodies, scene.HeldBefore, holding);
        foreach (var pair in pairs)
            Judge(scene, pair, bodies, _ => false, holding);
    }

    private void Judge(Scene scene, (int One, int Two) pair, Body[] bodies, Func<AlarmKey, bool> heldBefore, ICollection<Condition> holding)
    {
        var encounter = new Encounter(bodies[pair.One], bodies[pair.Two], options.MaximumCarry);
        var (one, two) = (scene.Vehicles[pair.One], scene.Vehicles[pair.Two]);
        JudgeDistance(one, two, encounter, heldBefore, holding);
        JudgeCourse(one, two, encounter, heldBefore, holding);
    }

    private static HashSet<(int One, int Two)> HeldPairs(Scene scene)
    {
        var pairs = scene.HeldPairs;
        if (pairs.Count == 0)
            return [];
        var indices = scene.Vehicles.Index().ToDictionary(vehicle => vehicle.Item.Vehicle, vehicle => vehicle.Index);
        return
        [
            .. pairs.Where(pair => indices.ContainsKey(pair.One) && indices.ContainsKey(pair.Two))
                .Select(pair => (indices[pair.One], indices[pair.Two])).Select(pair => pair.Item1 < pair.Item2 ? pair : (pair.Item2, pair.Item1)),
        ];
    }

    // Most pairs are far from every limit, and need no key.
    private void JudgeDistance(VehiclePresence one, VehiclePresence two, in Encounter encounter, Func<AlarmKey, bool> heldBefore, ICollection<Condition> holding)
    {
        if (!(Drives(one, options.StandingSpeed) || Drives(two, options.StandingSpeed)) || (IsParked(one) && IsParked(two)) || encounter.LeastDistance >= options.EndDistance)
            return;
        var distance = encounter.Distance;
        if (distance >= options.EndDistance)
            return;
        var key = AlarmKey.OfPair(AlarmKind.TooClose, one.Vehicle, two.Vehicle);
        var (limit, speed) = heldBefore(key) ? (options.EndDistance, options.StandingSpeed) : (options.Distance, options.DrivingSpeed);
        if (distance < limit && (Drives(one, speed) || Drives(two, speed)))
            holding.Add(new Condition(key, distance, options.Distance));
    }

    private void JudgeCourse(VehiclePresence one, VehiclePresence two, in Encounter encounter, Func<AlarmKey, bool> heldBefore, ICollection<Condition> holding)
    {
        if (encounter.ClosingSpeed is var closing && closing < options.ClosingSpeed / 2)
            return;
        var time = TimeToCollision(encounter, options.EndTimeToCollision);
        if (!(time < options.EndTimeToCollision))
            return;
        var key = AlarmKey.OfPair(AlarmKind.CollisionCourse, one.Vehicle, two.Vehicle);
        var (limit, speed) = heldBefore(key) ? (options.EndTimeToCollision, options.ClosingSpeed / 2) : (options.TimeToCollision, options.ClosingSpeed);
        if (closing >= speed && time < limit)
            holding.Add(new Condition(key, time, options.TimeToCollision));
    }

    // Turns end, mostly where a curve does: what counts is met by whom turns on as he does and by whom turns on by a part of it, too.
    private double TimeToCollision(in Encounter encounter, double limit)
    {
        var time = encounter.TimeToCollision(limit);
        return time < limit && encounter.Turns ? Math.Max(time, encounter.TimeToCollision(limit, options.LeastTurnShare)) : time;
    }

    // Who does not tell his speed may drive; who is silent is taken to stand where he was.
    private static bool Drives(VehiclePresence vehicle, double speed) => !vehicle.IsStale && !(Math.Abs(vehicle.Fix.Speed) < speed);

    private bool IsParked(VehiclePresence vehicle) => vehicle.StrictZones.Any(zone => options.ParkedKinds.Contains(zone.Kind));
}
