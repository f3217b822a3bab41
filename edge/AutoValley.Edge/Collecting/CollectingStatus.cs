namespace AutoValley.Edge.Collecting;

/// <summary>What collection schemes did so far.</summary>
/// <param name="Version">Of the set in force; 0 when the agent was never given one and collects everything.</param>
/// <param name="NotCollected">Samples since the agent started that no scheme wanted.</param>
/// <param name="BufferLost">Those of them that had to leave the buffer, or found no room in it, while a trigger might still have wanted them.</param>
/// <param name="BufferBytes">Bytes in the buffer.</param>
/// <param name="Schemes">In the order of the set; counts since it came into force.</param>
public sealed record CollectingStatus(ulong Version, long NotCollected, long BufferLost, int BufferBytes, IReadOnlyList<SchemeStatus> Schemes)
{
    /// <summary>Of an agent that collects everything.</summary>
    public static readonly CollectingStatus Everything = new(0, 0, 0, 0, []);
}

/// <summary>What a scheme did since it came into force.</summary>
/// <param name="Name">The scheme's.</param>
/// <param name="Collects">Whether it collected the newest sample's time.</param>
/// <param name="Triggers">How often its condition triggered.</param>
/// <param name="Collected">Samples.</param>
public sealed record SchemeStatus(string Name, bool Collects, long Triggers, long Collected);
