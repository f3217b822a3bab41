namespace AutoValley.Telemetry.Json;

/// <summary>One sample of a JSON text.</summary>
/// <param name="Signal">Its name; see <see cref="SignalDefinition.IsName"/>.</param>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Value">Never an integer.</param>
public readonly record struct JsonSample(string Signal, long Time, SampleValue Value)
{
    /// <summary>The value as a column of one.</summary>
    public Values ToValues() => Value.Type switch
    {
        SignalType.Double => Values.Of(new[] { Value.Double }),
        SignalType.Integer => Values.Of(new[] { Value.Integer }),
        SignalType.Boolean => Values.Of(new[] { Value.Boolean }),
        _ => Values.Of(new[] { Value.Text }),
    };
}
