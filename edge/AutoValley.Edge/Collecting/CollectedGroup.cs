using AutoValley.Edge.Sampling;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>A declared group, and what the schemes in force want of it.</summary>
internal sealed class CollectedGroup(IReadOnlyList<SignalSpec> specs)
{
    private GroupPlan? plan;

    /// <summary>Of its signals.</summary>
    public SignalType[] Types { get; } = [.. specs.Select(spec => spec.Type)];

    /// <summary>What schemes want of it, worked out once a set.</summary>
    public GroupPlan PlanOf(ActiveSchemes schemes, (ISampleSink Usual, ISampleSink Urgent) sinks)
    {
        if (plan?.Schemes != schemes)
            plan = new GroupPlan(schemes, specs, sinks);
        return plan;
    }
}

/// <summary>What a set of schemes wants of a group.</summary>
internal sealed class GroupPlan
{
    private readonly SplitGroup usual, urgent;

    /// <param name="schemes">The set.</param>
    /// <param name="specs">The group's signals.</param>
    /// <param name="sinks">Where samples go, and those that have to go before others.</param>
    public GroupPlan(ActiveSchemes schemes, IReadOnlyList<SignalSpec> specs, (ISampleSink Usual, ISampleSink Urgent) sinks)
    {
        Schemes = schemes;
        Wants = [.. specs.Select(spec => schemes.WantsOf(spec.Name))];
        Observed = [.. specs.Select((spec, member) => (member, schemes.Newest.Find(spec.Name))).Where(observed => observed.Item2 >= 0)];
        var slots = Observed.Select(observed => observed.Slot).ToHashSet();
        Triggered = [.. schemes.All.Where(scheme => scheme.Condition?.Slots.Any(slots.Contains) == true)];
        var parts = Wants.Select(PartOf).ToArray();
        (usual, urgent) = (new SplitGroup(sinks.Usual, specs, parts), new SplitGroup(sinks.Urgent, specs, parts));
    }

    public ActiveSchemes Schemes { get; }

    /// <summary>For each signal of the group, the schemes that want it.</summary>
    public Want[][] Wants { get; }

    /// <summary>Signals that conditions look at.</summary>
    public (int Member, int Slot)[] Observed { get; }

    /// <summary>Schemes whose conditions look at one of them.</summary>
    public ActiveScheme[] Triggered { get; }

    /// <summary>Writes what is collected.</summary>
    public SplitGroup Split(bool isUrgent) => isUrgent ? urgent : usual;

    // Signals that the same schemes want by the same rules go together, unless values have a say.
    private static object? PartOf(Want[] wants) =>
        Array.TrueForAll(wants, want => want.Rule.IsByTime) ? string.Join(' ', wants.Select(want => $"{want.Scheme.Bit}:{want.Rule.Every}:{want.Rule.AtMostEach}")) : null;
}
