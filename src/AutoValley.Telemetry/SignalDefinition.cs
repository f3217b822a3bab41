namespace AutoValley.Telemetry;

/// <summary>A named, typed channel of a vehicle, as its session's catalogue declares it.</summary>
/// <param name="Id">Names the signal in the batches of the same session; 1 or more.</param>
/// <param name="Name">VSS path where one exists, else <c>CAN.message.signal</c> or a private branch.</param>
/// <param name="Type">Never changes within a session.</param>
/// <param name="Unit">As VSS spells it; empty when the value has none.</param>
/// <param name="Description">For people.</param>
public sealed record SignalDefinition(uint Id, string Name, SignalType Type, string Unit = "", string Description = "")
{
    /// <summary>Longest name accepted, in characters.</summary>
    public const int MaximumNameLength = 256;

    /// <summary>Longest unit accepted, in characters.</summary>
    public const int MaximumUnitLength = 32;

    /// <summary>Longest description accepted, in characters.</summary>
    public const int MaximumDescriptionLength = 1024;

    /// <summary>Whether <paramref name="name"/> is 1 to 256 characters of A-Z a-z 0-9 . _ -</summary>
    public static bool IsName(ReadOnlySpan<char> name) => Names.IsName(name, MaximumNameLength);
}
