using System.Text.Json;
using System.Text.Json.Serialization;
using AutoValley.Edge.Sampling;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>One line of a mapping file, as it is written.</summary>
public sealed record MappingEntry
{
    /// <summary>The signal as its source names it, for example <c>CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR</c>.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>The VSS path, or a name of a private branch, that it gets.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>The unit that values get, as VSS spells it; absent means the VSS catalogue's, or the source's where there is none.</summary>
    [JsonPropertyName("unit")]
    public string? Unit { get; init; }

    /// <summary>The unit that values come in; absent means the one that the source states.</summary>
    [JsonPropertyName("sourceUnit")]
    public string? SourceUnit { get; init; }

    /// <summary>value = source × factor + offset, which is in <see cref="Unit"/>: nothing else is converted then. The signal is a double.</summary>
    [JsonPropertyName("factor")]
    public double? Factor { get; init; }

    /// <summary>value = source × factor + offset.</summary>
    [JsonPropertyName("offset")]
    public double? Offset { get; init; }

    /// <summary>Least value, in the unit that values get.</summary>
    [JsonPropertyName("min")]
    public double? Minimum { get; init; }

    /// <summary>Greatest value, in the unit that values get.</summary>
    [JsonPropertyName("max")]
    public double? Maximum { get; init; }

    /// <summary><c>vss</c>: what <see cref="Minimum"/> and <see cref="Maximum"/> leave open is as the catalogue has it.</summary>
    [JsonPropertyName("range")]
    public string? Range { get; init; }

    /// <summary>What becomes of a value outside its range, which is counted: <c>drop</c> (as when absent) or <c>clamp</c>.</summary>
    [JsonPropertyName("outside")]
    public string? Outside { get; init; }

    /// <summary>The first sample of each period: <c>100ms</c> or <c>10/s</c>.</summary>
    [JsonPropertyName("every")]
    public string? Every { get; init; }

    /// <summary>No sample sooner after another: <c>100ms</c> or <c>10/s</c>.</summary>
    [JsonPropertyName("atMost")]
    public string? AtMost { get; init; }

    /// <summary><c>true</c>, or a dead band: only values that differ by more than it from the last that went.</summary>
    [JsonPropertyName("onChange")]
    public JsonElement? OnChange { get; init; }

    /// <summary>With <see cref="OnChange"/>: the longest silence while samples come; absent means 10 s.</summary>
    [JsonPropertyName("heartbeat")]
    public string? Heartbeat { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    [JsonIgnore]
    public long Line { get; init; }

    /// <summary>Whether the file states how values are scaled.</summary>
    [JsonIgnore]
    public bool HasScale => Factor is not null || Offset is not null;

    /// <summary>The rule that sampling members say.</summary>
    /// <exception cref="FormatException">One of them is unusable.</exception>
    internal SamplingRule ReadSampling()
    {
        if (Every is not null && AtMost is not null)
            throw new FormatException("either every or atMost");
        if (Heartbeat is not null && OnChange is null)
            throw new FormatException("a heartbeat belongs to onChange");
        return new SamplingRule
        {
            Every = Interval("every", Every, 0),
            AtMostEach = Interval("atMost", AtMost, 0),
            Heartbeat = Interval("heartbeat", Heartbeat, SamplingRule.UsualHeartbeat),
            DeadBand = OnChange switch
            {
                null or { ValueKind: JsonValueKind.False or JsonValueKind.Null } => null,
                { ValueKind: JsonValueKind.True } => 0,
                { ValueKind: JsonValueKind.Number } band when band.GetDouble() is >= 0 and < double.PositiveInfinity => band.GetDouble(),
                var other => throw new FormatException($"onChange is {other}, not true or a dead band of 0 or more"),
            },
        };
    }

    private static long Interval(string name, string? text, long absent)
    {
        if (text is null)
            return absent;
        return SamplingText.TryParse(text, out var interval) ? interval : throw new FormatException($"{name} is '{text}', not {SamplingText.Forms}");
    }
}
