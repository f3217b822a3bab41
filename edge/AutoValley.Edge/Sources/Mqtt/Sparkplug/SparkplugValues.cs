using AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire;
using AutoValley.Telemetry;
using static AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire.Payload.Types;

namespace AutoValley.Edge.Sources.Mqtt.Sparkplug;

/// <summary>Values of Sparkplug B (chapter 6.4.16, data types) as ours. Data sets, templates, files and arrays of bytes are no signals.</summary>
internal static class SparkplugValues
{
    /// <summary>A value by its data type; null for what is no signal, or not of that type.</summary>
    public static SampleValue? Read(Metric metric, uint datatype) => (datatype, metric.ValueCase) switch
    {
        (1, Metric.ValueOneofCase.IntValue) => SampleValue.Of((long)(sbyte)metric.IntValue),
        (2, Metric.ValueOneofCase.IntValue) => SampleValue.Of((long)(short)metric.IntValue),
        (3, Metric.ValueOneofCase.IntValue) => SampleValue.Of((long)(int)metric.IntValue),
        (5 or 6 or 7, Metric.ValueOneofCase.IntValue) => SampleValue.Of((long)metric.IntValue),
        // Some libraries write 32 bits without a sign as 64.
        (7, Metric.ValueOneofCase.LongValue) => SampleValue.Of((long)(uint)metric.LongValue),
        (4, Metric.ValueOneofCase.LongValue) => SampleValue.Of((long)metric.LongValue),
        (8 or 13, Metric.ValueOneofCase.LongValue) when metric.LongValue <= long.MaxValue => SampleValue.Of((long)metric.LongValue),
        (9, Metric.ValueOneofCase.FloatValue) when float.IsFinite(metric.FloatValue) => SampleValue.Of((double)metric.FloatValue),
        (10, Metric.ValueOneofCase.DoubleValue) when double.IsFinite(metric.DoubleValue) => SampleValue.Of(metric.DoubleValue),
        (11, Metric.ValueOneofCase.BooleanValue) => SampleValue.Of(metric.BooleanValue),
        (12 or 14 or 15, Metric.ValueOneofCase.StringValue) => SampleValue.Of(metric.StringValue),
        _ => null,
    };
}
