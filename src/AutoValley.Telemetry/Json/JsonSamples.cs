using System.Globalization;
using System.Text.Json;

namespace AutoValley.Telemetry.Json;

/// <summary>
/// Reads <c>{"ts": 1533226488.23, "Vehicle.Speed": 61.2, "Vehicle.IsMoving": true}</c> or an array of such objects.
/// <c>ts</c> is seconds (up to 1e11), milliseconds (1e14), microseconds (1e17) or nanoseconds since 1970, or an ISO 8601 text; left
/// out it is the time of receipt. Numbers are doubles, whatever they look like, so that a signal keeps its type; null says nothing.
/// </summary>
public static class JsonSamples
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4 };

    /// <summary>Reads a text; nothing of one that is wrong.</summary>
    /// <param name="payload">UTF-8.</param>
    /// <param name="receiveTime">Of samples that say no time, Unix nanoseconds.</param>
    /// <param name="samples">In the order of the text.</param>
    /// <param name="error">What is wrong, in words; empty when nothing is.</param>
    public static bool TryRead(ReadOnlyMemory<byte> payload, long receiveTime, out IReadOnlyList<JsonSample> samples, out string error)
    {
        var read = new List<JsonSample>();
        samples = read;
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            error = document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => ReadObject(document.RootElement, receiveTime, read),
                JsonValueKind.Array => document.RootElement.EnumerateArray().Select(item => ReadObject(item, receiveTime, read))
                    .FirstOrDefault(problem => problem.Length > 0, ""),
                _ => "neither an object nor an array of objects",
            };
        }
        catch (JsonException problem)
        {
            error = $"not JSON: {problem.Message}";
        }
        catch (InvalidOperationException)
        {
            // A name or text that escapes half a surrogate pair.
            error = "a text that is no Unicode";
        }
        return error.Length == 0;
    }

    private static string ReadObject(JsonElement item, long receiveTime, List<JsonSample> samples)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return $"an array element that is no object but {item.ValueKind}";
        var time = receiveTime;
        if (item.TryGetProperty("ts", out var stamp) && !TryReadTime(stamp, out time))
            return $"ts {stamp.GetRawText()} is no time: a number since 1970 or an ISO 8601 text";
        foreach (var property in item.EnumerateObject())
        {
            if (property.NameEquals("ts") || property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (!SignalDefinition.IsName(property.Name))
                return $"'{property.Name}' is no signal name: 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -";
            if (ReadValue(property.Value) is not { } value)
                return $"{property.Name} is {property.Value.ValueKind}, not a number, boolean or text";
            samples.Add(new JsonSample(property.Name, time, value));
        }
        return "";
    }

    private static SampleValue? ReadValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => SampleValue.Of(element.GetDouble()),
        JsonValueKind.True => SampleValue.Of(true),
        JsonValueKind.False => SampleValue.Of(false),
        JsonValueKind.String => SampleValue.Of(element.GetString()!),
        _ => null,
    };

    private static bool TryReadTime(JsonElement stamp, out long time)
    {
        time = 0;
        if (stamp.ValueKind == JsonValueKind.String)
        {
            var isTime = DateTimeOffset.TryParse(
                stamp.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
            time = isTime ? UnixTime.From(instant) : 0;
            return isTime;
        }
        // Decimal, not double: nanoseconds need 19 digits.
        if (stamp.ValueKind != JsonValueKind.Number || !stamp.TryGetDecimal(out var number))
            return false;
        var nanos = Math.Abs(number) switch
        {
            < 1e11m => number * UnixTime.NanosPerSecond,
            < 1e14m => number * 1_000_000,
            < 1e17m => number * 1_000,
            _ => number,
        };
        if (nanos is < long.MinValue or > long.MaxValue)
            return false;
        time = (long)decimal.Round(nanos);
        return true;
    }
}
