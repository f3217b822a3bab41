namespace AutoValley.Telemetry;

/// <summary>What a topic carries.</summary>
public enum TopicKind
{
    /// <summary>Batches (autovalley.v1.Batch), QoS 1, from the vehicle.</summary>
    Telemetry,

    /// <summary>Signal definitions (autovalley.v1.Catalog), retained, from the vehicle.</summary>
    Catalog,

    /// <summary>The texts <c>online</c> and <c>offline</c>, retained, from the vehicle or its Will.</summary>
    Status,

    /// <summary>Plain JSON samples, from simple devices.</summary>
    Json,

    /// <summary>Start and stop of a run (autovalley.v1.RunCommand), from the vehicle.</summary>
    Run,

    /// <summary>Durable batch numbers (autovalley.v1.Watermark), to the vehicle.</summary>
    Ack,

    /// <summary>What the agent is to do (autovalley.v1.AgentCommand), to the vehicle; retained where it is a state.</summary>
    Command,

    /// <summary>The agent's answers to commands (autovalley.v1.CommandAnswer), from the vehicle.</summary>
    Answer,
}

/// <summary>The one place that builds and parses the topics <c>av/v1/{organisation}/{vehicle}/{kind}</c>.</summary>
public static class Topics
{
    private const string Prefix = "av/v1/";

    /// <summary>Payload of <see cref="TopicKind.Status"/> while the agent is connected.</summary>
    public const string Online = "online";

    /// <summary>Payload of <see cref="TopicKind.Status"/> after it left, and of its Will.</summary>
    public const string Offline = "offline";

    private static readonly string[] Kinds = ["telemetry", "catalog", "status", "json", "run", "ack", "command", "answer"];

    /// <summary>The topic of a vehicle.</summary>
    public static string Of(VehicleName vehicle, TopicKind kind) =>
        $"{Prefix}{vehicle.Organisation}/{vehicle.Vehicle}/{Kinds[(int)kind]}";

    /// <summary>The filter of a kind's topics of all vehicles.</summary>
    public static string FilterOf(TopicKind kind) => $"{Prefix}+/+/{Kinds[(int)kind]}";

    /// <summary>Takes a topic apart; false when it is none of the house's.</summary>
    public static bool TryParse(string topic, out VehicleName vehicle, out TopicKind kind)
    {
        (vehicle, kind) = (default, default);
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var last = topic.LastIndexOf('/');
        if (last < Prefix.Length || !VehicleName.TryParse(topic[Prefix.Length..last], out vehicle))
            return false;
        var index = Array.IndexOf(Kinds, topic[(last + 1)..]);
        kind = (TopicKind)index;
        return index >= 0;
    }
}
