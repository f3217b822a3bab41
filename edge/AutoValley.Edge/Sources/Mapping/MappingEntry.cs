using System.Text.Json.Serialization;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>One line of a mapping file.</summary>
public sealed record MappingEntry
{
    /// <summary>The signal as its source names it, for example <c>CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR</c>.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>The VSS path, or a name of a private branch, that it gets.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>The unit after factor and offset, as VSS spells it; absent means the source's.</summary>
    [JsonPropertyName("unit")]
    public string? Unit { get; init; }

    /// <summary>value = source × factor + offset. With factor or offset the signal is a double.</summary>
    [JsonPropertyName("factor")]
    public double? Factor { get; init; }

    /// <summary>value = source × factor + offset.</summary>
    [JsonPropertyName("offset")]
    public double? Offset { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    [JsonIgnore]
    public long Line { get; init; }

    /// <summary>Whether values change on the way.</summary>
    [JsonIgnore]
    public bool HasScale => Factor is not null || Offset is not null;
}
