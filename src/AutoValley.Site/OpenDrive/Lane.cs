namespace AutoValley.Site.OpenDrive;

/// <summary>A lane of one lane section.</summary>
/// <param name="Id">Left of the centre positive, growing outwards; right of it negative.</param>
/// <param name="Type">As OpenDRIVE names it.</param>
/// <param name="Across">Its width by s, metres; where <paramref name="IsBorder"/>, t of its outer border instead.</param>
/// <param name="IsBorder">Which of both <paramref name="Across"/> is.</param>
/// <param name="Speeds">Its own limits; empty where the road's holds.</param>
/// <param name="Travel">The way vehicles go: 1 along s, -1 against it, 0 both.</param>
internal sealed record Lane(int Id, string Type, Profile Across, bool IsBorder, IReadOnlyList<SpeedLimit> Speeds, int Travel)
{
    /// <summary>What the zone of such a lane is; null for lanes that are no zone of their own.</summary>
    public ZoneKind? Kind => Type switch
    {
        "driving" or "bidirectional" or "entry" or "exit" or "onRamp" or "offRamp" or "connectingRamp" or "slipLane" => ZoneKind.Lane,
        "bus" or "taxi" or "HOV" or "shared" or "mwyEntry" or "mwyExit" => ZoneKind.Lane,
        "parking" or "stop" => ZoneKind.Pit,
        _ => null,
    };
}
