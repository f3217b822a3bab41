namespace AutoValley.Benchmarks.Edge;

/// <summary>How fast the agent that is measured replays and sends.</summary>
/// <param name="Speed">As a replay's <c>speed</c> is written.</param>
/// <param name="BatchMilliseconds">When a batch closes.</param>
internal sealed record AgentPace(string Speed, int BatchMilliseconds = 100)
{
    /// <summary>The recording's.</summary>
    public static AgentPace Driven { get; } = new("1");

    /// <summary>As fast as it can.</summary>
    public static AgentPace Maximum { get; } = new("\"max\"");
}
