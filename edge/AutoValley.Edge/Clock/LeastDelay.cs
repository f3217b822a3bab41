namespace AutoValley.Edge.Clock;

/// <summary>
/// Compares a clock with a receiver's by when the receiver's words came. A word comes late and never early, so of all delays in a window
/// the least is nearest to the clocks' difference, and what is left in it is the receiver's own latency. A delay far from the others is held
/// back: several that agree are a step of either clock, fewer are outliers and are left out. Memory is fixed. Not safe for concurrent use.
/// </summary>
/// <param name="window">How far back delays count: long enough to catch a prompt word, short enough that the clocks drift little.</param>
internal sealed class LeastDelay(TimeSpan window)
{
    /// <summary>Delays this far from the least are a step or outliers, not latency.</summary>
    public const long StepNanos = 1_000_000_000;

    /// <summary>So many delays in a row that agree are a step.</summary>
    public const int StepWitnesses = 5;

    private const int Slots = 8;

    private readonly long width = window.Ticks * TimeSpan.NanosecondsPerTick / Slots;
    private readonly long[] least = new long[Slots];
    private long newest;
    private int departed;
    private long departedLeast;

    /// <summary>Delays compared so far.</summary>
    public long Observations { get; private set; }

    /// <summary>Delays left out so far.</summary>
    public long Outliers { get; private set; }

    /// <summary>Steps of either clock so far.</summary>
    public int Steps { get; private set; }

    /// <summary>The least delay of the window in nanoseconds: the clock's time minus the receiver's. Null before the first one.</summary>
    public long? Current { get; private set; }

    /// <summary>Adds a delay.</summary>
    /// <param name="at">When, in nanoseconds of any clock that goes forward.</param>
    /// <param name="delay">Time by the clock when the word came, minus the time that it tells, nanoseconds.</param>
    public void Observe(long at, long delay)
    {
        Observations++;
        if (Current is not { } current)
        {
            Begin(at, delay);
        }
        else if (IsNear(delay, current))
        {
            (Outliers, departed) = (Outliers + departed, 0);
            Add(at, delay);
        }
        else
        {
            Depart(at, delay);
        }
    }

    private static bool IsNear(long delay, long other) => Int128.Abs((Int128)delay - other) <= StepNanos;

    private void Depart(long at, long delay)
    {
        var agrees = departed > 0 && IsNear(delay, departedLeast);
        Outliers += agrees ? 0 : departed;
        (departed, departedLeast) = agrees ? (departed + 1, Math.Min(departedLeast, delay)) : (1, delay);
        if (departed < StepWitnesses)
            return;
        Steps++;
        Begin(at, departedLeast);
    }

    private void Begin(long at, long delay)
    {
        Array.Fill(least, long.MaxValue);
        (newest, departed) = (at / width, 0);
        Set(delay);
    }

    private void Add(long at, long delay)
    {
        var slot = at / width;
        if (slot - newest is < 0 or >= Slots)
        {
            // The clock of the windows jumped or nothing came for long: what was before says nothing about now.
            Begin(at, delay);
            return;
        }
        while (newest < slot)
            least[(int)(++newest % Slots)] = long.MaxValue;
        Set(delay);
    }

    private void Set(long delay)
    {
        ref var slot = ref least[(int)(newest % Slots)];
        slot = Math.Min(slot, delay);
        Current = least.Min();
    }
}
