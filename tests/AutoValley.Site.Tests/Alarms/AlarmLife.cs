using AutoValley.Site.Alarms;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Alarms;

/// <summary>A book under test: what is proposed is applied at once, and all transitions are kept.</summary>
internal sealed class AlarmLife(AlarmOptions? options = null)
{
    public const long Second = 1_000_000_000;

    private readonly AlarmOptions options = options ?? new AlarmOptions();

    public AlarmBook Book { get; private set; } = new(options ?? new AlarmOptions());

    public List<AlarmTransition> Transitions { get; } = [];

    public Alarm Only => Assert.Single(Book.Alarms);

    public static VehicleName Truck { get; } = new("acme", "truck");

    public static VehicleName Van { get; } = new("beta", "van");

    /// <summary>Medium, no delays, not latching, for every kind.</summary>
    public static AlarmOptions Immediate { get; } = With(new AlarmPolicy(AlarmSeverity.Medium, TimeSpan.Zero, TimeSpan.Zero));

    public static AlarmOptions With(AlarmPolicy policy) => new() { Policies = AlarmKinds.All.ToDictionary(kind => kind, _ => policy) };

    public static Condition Speeding(string zone = "lane", double speed = 83) => new(new AlarmKey(AlarmKind.OverSpeed, zone, Truck), speed, 50);

    /// <summary>These conditions hold at this time.</summary>
    public IReadOnlyList<AlarmAction> At(long time, params Condition[] holding)
    {
        var changes = Book.Observe(holding, time);
        foreach (var change in changes)
            Apply(change);
        return [.. changes.Select(change => change.Transition.Action)];
    }

    public AlarmOutcome Acknowledge(long id, long time) => Apply(Book.Acknowledge(id, By(time), out var change), change);

    public AlarmOutcome Reset(long id, long time) => Apply(Book.Reset(id, By(time), out var change), change);

    public AlarmOutcome Unshelve(long id, long time) => Apply(Book.Unshelve(id, By(time), out var change), change);

    public AlarmOutcome Shelve(long id, long until, long time, string reason = "sensor is being changed") =>
        Apply(Book.Shelve(id, until, By(time) with { Note = reason }, out var change), change);

    /// <summary>Goes on with a new book made of the old one's snapshot.</summary>
    public void Restart() => Book = new AlarmBook(options, Book.Snapshot());

    public static PersonAction By(long time) => new("Erika", "seen", time);

    private AlarmOutcome Apply(AlarmOutcome outcome, AlarmChange? change)
    {
        Assert.Equal(outcome == AlarmOutcome.Done, change is not null);
        if (change is not null)
            Apply(change);
        return outcome;
    }

    private void Apply(AlarmChange change)
    {
        Book.Apply(change);
        Transitions.Add(change.Transition);
    }
}
