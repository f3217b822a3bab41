namespace AutoValley.Site.Utilisation;

/// <summary>A span of time, Unix nanoseconds.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
public readonly record struct Span(long From, long To)
{
    /// <summary>Nanoseconds; 0 where it ends before it starts.</summary>
    public long Length => Math.Max(0, To - From);

    /// <summary>What both have in common; of length 0 where nothing.</summary>
    public Span And(Span other) => new(Math.Max(From, other.From), Math.Min(To, other.To));
}
