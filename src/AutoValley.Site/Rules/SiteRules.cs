using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>
/// All rules of a site: which conditions hold. It remembers the conditions of its last judgement alone, as some end by another limit than they began by. For one
/// caller at a time.
/// </summary>
public sealed class SiteRules
{
    private readonly IRule[] rules;
    private readonly Encounters encounters;
    private HashSet<AlarmKey> held;

    /// <param name="options">What the rules compare with.</param>
    /// <param name="held">The conditions that held last, after a restart: those of alarms that hold.</param>
    public SiteRules(RuleOptions options, IEnumerable<AlarmKey>? held = null)
    {
        this.held = [.. held ?? []];
        encounters = new Encounters(options);
        rules =
        [
            new OverCapacity(), new NotBooked(options), new ExclusiveViolated(), new WrongVehicleKind(), new OutsideSite(), new WrongWay(options),
            new OverSpeed(options), new Stopped(options), encounters, new Silent(options), new Doubtful(),
        ];
    }

    /// <summary>The conditions that held at the last judgement.</summary>
    public IReadOnlySet<AlarmKey> Held => held;

    /// <summary>Pairs of near vehicles that the last judgement did not look at, as there were more than <see cref="RuleOptions.MaximumPairs"/>; at most so many.</summary>
    public long NotCompared => encounters.NotCompared;

    /// <summary>The conditions that hold now.</summary>
    /// <param name="map">The zones by which the presences were judged.</param>
    /// <param name="vehicles">What is known of each vehicle.</param>
    /// <param name="bookings">Those that hold.</param>
    /// <param name="now">Unix nanoseconds on the server's clock.</param>
    public IReadOnlyList<Condition> Judge(Map map, IEnumerable<VehiclePresence> vehicles, IReadOnlyList<Booking> bookings, long now)
    {
        var scene = new Scene(map, vehicles, bookings, now, held);
        var holding = new List<Condition>();
        foreach (var rule in rules)
            rule.Judge(scene, holding);
        held = [.. holding.Select(condition => condition.Key)];
        return holding;
    }
}
