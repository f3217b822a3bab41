using AutoValley.Edge.Sampling;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Collecting;

/// <summary>Signals to collect, always or around what a condition finds; checked.</summary>
/// <param name="Name">For people.</param>
/// <param name="Signals">The first that fits a signal counts.</param>
/// <param name="From">First event time, Unix nanoseconds.</param>
/// <param name="Until">Event time after the last, Unix nanoseconds.</param>
/// <param name="Trigger">Null: always.</param>
internal sealed record Scheme(string Name, IReadOnlyList<SchemeSignal> Signals, long From, long Until, SchemeTrigger? Trigger)
{
    /// <summary>Whether batches with its samples go before others.</summary>
    public bool IsHigh { get; init; }

    /// <summary>How samples of a signal are thinned out; null when the scheme does not want the signal.</summary>
    public SamplingRule? RuleOf(string signal) => Signals.FirstOrDefault(entry => entry.Fits(signal))?.Sampling;
}

/// <summary>A signal, or many, of a scheme.</summary>
/// <param name="Name">A name, or the beginning of names with <c>*</c> behind.</param>
/// <param name="Sampling">Which samples.</param>
internal sealed record SchemeSignal(string Name, SamplingRule Sampling)
{
    /// <summary>Whether a signal is meant.</summary>
    public bool Fits(string signal) => Name.EndsWith('*') ? signal.AsSpan().StartsWith(Name.AsSpan()[..^1], StringComparison.Ordinal) : Name == signal;
}

/// <summary>When a scheme collects.</summary>
/// <param name="Condition">What is looked for.</param>
/// <param name="IsWhile">As long as it holds; otherwise at the instant at which it begins to.</param>
/// <param name="Before">Nanoseconds before the trigger.</param>
/// <param name="After">Nanoseconds after the trigger, or after the condition's end.</param>
/// <param name="Interval">Least nanoseconds between triggers.</param>
internal sealed record SchemeTrigger(Predicate Condition, bool IsWhile, long Before, long After, long Interval);
