namespace AutoValley.Site.Occupancy;

/// <summary>Where the record of a vehicle stands: enough to go on from.</summary>
/// <param name="LastTime">Event time of the last fix judged; <see cref="long.MinValue"/> before the first.</param>
/// <param name="Open">The visits that go on, without <see cref="Visit.Leave"/>, in the order they began.</param>
public sealed record VisitState(long LastTime, IReadOnlyList<Visit> Open)
{
    /// <summary>Before the first fix.</summary>
    public static VisitState None { get; } = new(long.MinValue, []);
}
