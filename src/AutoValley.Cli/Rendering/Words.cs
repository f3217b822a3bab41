using AutoValley.V1;

namespace AutoValley.Cli.Rendering;

/// <summary>Words of the protos as people write them.</summary>
internal static class Words
{
    public static string Of(VehicleState state) => state switch
    {
        VehicleState.Online => "online",
        VehicleState.Offline => "offline",
        _ => "unknown",
    };

    public static string Of(AgentSource.Types.State state) => state switch
    {
        AgentSource.Types.State.Running => "running",
        AgentSource.Types.State.Waiting => "waiting",
        AgentSource.Types.State.Ended => "ended",
        AgentSource.Types.State.Failed => "failed",
        _ => "unknown",
    };

    public static string Of(ClockSource source) => source switch
    {
        ClockSource.System => "system",
        ClockSource.Ntp => "ntp",
        ClockSource.Ptp => "ptp",
        ClockSource.Gnss => "gnss",
        ClockSource.Recording => "recording",
        _ => "unknown",
    };
}
