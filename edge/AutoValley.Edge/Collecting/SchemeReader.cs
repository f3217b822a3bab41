using AutoValley.Edge.Sampling;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Collecting;

/// <summary>Checks a set of schemes as it came, and tells all that is wrong with it at once.</summary>
internal sealed class SchemeReader
{
    /// <summary>Most errors told.</summary>
    private const int MaximumErrors = 20;

    private readonly List<string> errors = [];

    /// <summary>The schemes of a set.</summary>
    /// <exception cref="FormatException">They are unusable; a line for each error.</exception>
    public static IReadOnlyList<Scheme> Read(V1.SchemeSet set)
    {
        var reader = new SchemeReader();
        if (set.Schemes.Count > SchemeLimits.Schemes)
            throw new FormatException($"{set.Schemes.Count} schemes, more than {SchemeLimits.Schemes}");
        Scheme[] schemes = [.. set.Schemes.Select(reader.Read)];
        foreach (var twice in schemes.GroupBy(scheme => scheme.Name).Where(same => same.Count() > 1))
            reader.errors.Add($"{twice.Key}: two schemes of that name");
        return reader.errors.Count == 0 ? schemes : throw new FormatException(string.Join('\n', reader.errors.Take(MaximumErrors)));
    }

    private Scheme Read(V1.CollectionScheme scheme)
    {
        var name = scheme.Name;
        if (!Names.IsName(name, SchemeLimits.NameLength))
            Fail($"'{Shown(name)}'", $"is no name of a scheme: 1 to {SchemeLimits.NameLength} of A-Z a-z 0-9 . _ -");
        if (scheme.Signals.Count is 0 or > SchemeLimits.Signals)
            Fail(name, $"has {scheme.Signals.Count} signals, not 1 to {SchemeLimits.Signals}");
        var (from, until) = (scheme.HasValidFrom ? scheme.ValidFrom : long.MinValue, scheme.HasValidUntil ? scheme.ValidUntil : long.MaxValue);
        if (from >= until)
            Fail(name, "ends before it begins");
        if (!Enum.IsDefined(scheme.Priority))
            Fail(name, $"priority {(int)scheme.Priority} is neither NORMAL nor HIGH");
        return new Scheme(name, [.. scheme.Signals.Take(SchemeLimits.Signals).Select(signal => Read(name, signal))], from, until, Read(name, scheme.Trigger))
        {
            IsHigh = scheme.Priority == V1.CollectionScheme.Types.Priority.High,
        };
    }

    private SchemeSignal Read(string scheme, V1.SchemeSignal signal)
    {
        var name = signal.Name;
        var isMany = name == "*" || name.EndsWith(".*", StringComparison.Ordinal);
        if (!(name == "*" || SignalDefinition.IsName(isMany ? name[..^1] : name)))
            Fail(scheme, $"'{Shown(name)}' is no signal: a name, a beginning as CAN.*, or *");
        var sampling = signal.Sampling ?? new V1.Sampling();
        var place = $"{Shown(name)}: ";
        var heartbeat = Nanos(scheme, $"{place}heartbeat", sampling.HeartbeatNanos, SamplingRule.LongestInterval);
        if (sampling.HasDeadBand && !(sampling.DeadBand >= 0 && double.IsFinite(sampling.DeadBand)))
            Fail(scheme, $"{place}a dead band is 0 or more");
        return new SchemeSignal(name, new SamplingRule
        {
            Every = Nanos(scheme, $"{place}every", sampling.EveryNanos, SamplingRule.LongestInterval),
            AtMostEach = Nanos(scheme, $"{place}at most each", sampling.AtMostEachNanos, SamplingRule.LongestInterval),
            DeadBand = sampling.HasDeadBand ? sampling.DeadBand : null,
            Heartbeat = heartbeat == 0 ? SamplingRule.UsualHeartbeat : heartbeat,
        });
    }

    private SchemeTrigger? Read(string scheme, V1.SchemeTrigger? trigger)
    {
        if (trigger is null)
            return null;
        if (trigger.Mode is not (V1.SchemeTrigger.Types.Mode.Edge or V1.SchemeTrigger.Types.Mode.While))
            Fail(scheme, $"mode {(int)trigger.Mode} of its trigger is neither EDGE nor WHILE");
        var before = Nanos(scheme, "before", trigger.BeforeNanos, SchemeLimits.Before);
        var after = Nanos(scheme, "after", trigger.AfterNanos, SchemeLimits.After);
        var interval = Nanos(scheme, "minimum interval", trigger.MinimumIntervalNanos, SchemeLimits.After);
        try
        {
            return new SchemeTrigger(PredicateParser.ParseCondition(trigger.Condition), trigger.Mode == V1.SchemeTrigger.Types.Mode.While, before, after, interval);
        }
        catch (PredicateException wrong)
        {
            Fail(scheme, $"condition, {wrong.Message}");
            return null;
        }
    }

    private long Nanos(string scheme, string what, ulong nanos, long most)
    {
        if (nanos <= (ulong)most)
            return (long)nanos;
        Fail(scheme, $"{what} of {nanos} ns is more than {most}");
        return 0;
    }

    private void Fail(string scheme, string reason) => errors.Add($"scheme {Shown(scheme)}: {reason}");

    // What came from outside is told, but not at any length.
    private static string Shown(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
