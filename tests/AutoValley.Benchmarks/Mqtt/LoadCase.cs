namespace AutoValley.Benchmarks.Mqtt;

/// <summary>One load: so many publishers, each with a window, and one subscriber that gets everything.</summary>
/// <param name="Qos">0 or 1, both ways.</param>
/// <param name="Window">Publishes of one publisher under way at most.</param>
/// <param name="Clients">Publishers.</param>
/// <param name="Idle">Further connections that say nothing; whoever runs the load opens them.</param>
internal sealed record LoadCase(int Qos, int Window, int Clients, int Idle)
{
    public int PayloadBytes { get; init; } = 200;

    /// <inheritdoc/>
    public override string ToString() => $"QoS {Qos}, window {Window}, {Clients} publishers, {Idle} idle";
}
