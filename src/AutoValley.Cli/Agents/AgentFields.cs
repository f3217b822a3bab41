using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary>What people want to know of an agent's status.</summary>
internal static class AgentFields
{
    /// <summary>Seconds since it was told.</summary>
    public static Cell Age(Agent agent, long serverTime) => Round((serverTime - agent.ReceiveTime) / 1e9);

    public static Cell Seconds(ulong nanos) => Round(nanos / 1e9);

    /// <summary>Samples lost on the vehicle, of all causes.</summary>
    public static Cell Dropped(AgentStatus status) => status.Dropped.Aggregate(0UL, (sum, cause) => sum + cause.Value);

    /// <summary>Vehicle clock minus true time, in seconds; missing when nobody knows.</summary>
    public static Cell ClockOffset(AgentStatus status) => status.Clock is { HasOffsetNanos: true } clock ? clock.OffsetNanos / 1e9 : default(Cell);

    /// <summary>The bound of that, in seconds.</summary>
    public static Cell ClockError(AgentStatus status) => status.Clock is { HasErrorNanos: true } clock ? clock.ErrorNanos / 1e9 : default(Cell);

    /// <summary>Whether it gives nothing, or lost something of its input.</summary>
    public static bool IsTroubled(AgentSource source) =>
        source.State is AgentSource.Types.State.Waiting or AgentSource.Types.State.Failed || Gaps(source) > 0;

    /// <summary>What the samples lack.</summary>
    public static ulong Gaps(AgentSource source) => source.Counts.Where(count => count.IsGap).Aggregate(0UL, (sum, count) => sum + count.Count);

    /// <summary>Three decimals say enough.</summary>
    public static Cell Round(double value) => Math.Round(value, 3);
}
