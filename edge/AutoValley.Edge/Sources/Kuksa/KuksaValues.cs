using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoValley.Edge.Sources.Kuksa.Wire;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>Types and values of the databroker as ours. An array is one text in JSON, as <c>[1,2]</c>: its elements belong together, and their number may change.</summary>
internal static class KuksaValues
{
    /// <summary>The type of a signal's samples; null for one that is not known.</summary>
    public static SignalType? TypeOf(DataType type) => type switch
    {
        DataType.Boolean => SignalType.Boolean,
        >= DataType.Int8 and <= DataType.Uint64 => SignalType.Integer,
        DataType.Float or DataType.Double => SignalType.Double,
        DataType.String or DataType.Timestamp or >= DataType.StringArray => SignalType.Text,
        _ => null,
    };

    /// <summary>A value as its signal has it; false when it is none of that type. A float is kept as it is.</summary>
    public static bool TryRead(Value value, SignalType type, out SampleValue sample)
    {
        var read = (value.TypedValueCase, type) switch
        {
            (Value.TypedValueOneofCase.Bool, SignalType.Boolean) => SampleValue.Of(value.Bool),
            (Value.TypedValueOneofCase.Int32, SignalType.Integer) => SampleValue.Of((long)value.Int32),
            (Value.TypedValueOneofCase.Int64, SignalType.Integer) => SampleValue.Of(value.Int64),
            (Value.TypedValueOneofCase.Uint32, SignalType.Integer) => SampleValue.Of((long)value.Uint32),
            (Value.TypedValueOneofCase.Uint64, SignalType.Integer) when value.Uint64 <= long.MaxValue => SampleValue.Of((long)value.Uint64),
            (Value.TypedValueOneofCase.Float, SignalType.Double) when float.IsFinite(value.Float) => SampleValue.Of((double)value.Float),
            (Value.TypedValueOneofCase.Double, SignalType.Double) when double.IsFinite(value.Double) => SampleValue.Of(value.Double),
            (Value.TypedValueOneofCase.String, SignalType.Text) => SampleValue.Of(value.String),
            (_, SignalType.Text) when ArrayOf(value) is { } text => SampleValue.Of(text),
            _ => (SampleValue?)null,
        };
        sample = read.GetValueOrDefault();
        return read is not null;
    }

    private static string? ArrayOf(Value value) => value.TypedValueCase switch
    {
        Value.TypedValueOneofCase.StringArray => Array(value.StringArray.Values, item => $"\"{JsonEncodedText.Encode(item, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""),
        Value.TypedValueOneofCase.BoolArray => Array(value.BoolArray.Values, item => item ? "true" : "false"),
        Value.TypedValueOneofCase.Int32Array => Array(value.Int32Array.Values, item => item.ToString(CultureInfo.InvariantCulture)),
        Value.TypedValueOneofCase.Int64Array => Array(value.Int64Array.Values, item => item.ToString(CultureInfo.InvariantCulture)),
        Value.TypedValueOneofCase.Uint32Array => Array(value.Uint32Array.Values, item => item.ToString(CultureInfo.InvariantCulture)),
        Value.TypedValueOneofCase.Uint64Array => Array(value.Uint64Array.Values, item => item.ToString(CultureInfo.InvariantCulture)),
        Value.TypedValueOneofCase.FloatArray => Array(value.FloatArray.Values, item => float.IsFinite(item) ? item.ToString("R", CultureInfo.InvariantCulture) : "null"),
        Value.TypedValueOneofCase.DoubleArray => Array(value.DoubleArray.Values, item => double.IsFinite(item) ? item.ToString("R", CultureInfo.InvariantCulture) : "null"),
        _ => null,
    };

    private static string Array<T>(IEnumerable<T> items, Func<T, string> write) => $"[{string.Join(',', items.Select(write))}]";
}
