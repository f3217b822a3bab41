using AutoValley.Edge.Collecting.Conditions;

namespace AutoValley.Edge.Collecting;

/// <summary>A scheme at work. Not safe for concurrent use.</summary>
internal sealed class ActiveScheme
{
    private readonly Dictionary<string, Want?> wants = new(StringComparer.Ordinal);
    private readonly SchemeGate? gate;

    /// <param name="scheme">What it collects.</param>
    /// <param name="bit">Its own in the buffer's masks.</param>
    /// <param name="newest">What its condition looks at.</param>
    public ActiveScheme(Scheme scheme, uint bit, NewestValues newest)
    {
        (Scheme, Bit) = (scheme, bit);
        if (scheme.Trigger is not { } trigger)
            return;
        (gate, Condition) = (new SchemeGate(trigger), new Condition(trigger.Condition, newest));
    }

    public Scheme Scheme { get; }

    public uint Bit { get; }

    /// <summary>Null: it collects always.</summary>
    public Condition? Condition { get; }

    /// <summary>Whether samples wait for its trigger.</summary>
    public bool Buffers => Scheme.Trigger is { Before: > 0 };

    /// <summary>Samples collected for it; those that another scheme collected before it are that one's.</summary>
    public long Collected { get; set; }

    /// <summary>Triggers so far.</summary>
    public long Triggers => gate?.Triggers ?? 0;

    /// <summary>Windows so far.</summary>
    public long Windows => gate?.Windows ?? 0;

    /// <summary>Whether it wants samples of a time at all.</summary>
    public bool IsValid(long time) => time >= Scheme.From && time < Scheme.Until;

    /// <summary>Whether it collects samples of a time now.</summary>
    public bool IsOpen(long time) => IsValid(time) && gate?.IsOpen(time) != false;

    /// <summary>Looks at the condition.</summary>
    /// <returns>When it triggers: the event time from which on samples of the buffer are wanted.</returns>
    public long? Look(long time)
    {
        // Outside of its validity the condition is followed, as if it did not hold.
        var holds = Condition!.Look(time);
        return gate!.Look(time, IsValid(time) ? holds : false) is { } from ? Math.Max(from, Scheme.From) : null;
    }

    /// <summary>What it wants of a signal; null when nothing.</summary>
    public Want? WantOf(string signal)
    {
        if (!wants.TryGetValue(signal, out var want))
            wants.Add(signal, want = Scheme.RuleOf(signal) is { } rule ? new Want(this, rule) : null);
        return want;
    }
}
