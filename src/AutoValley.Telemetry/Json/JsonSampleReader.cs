using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AutoValley.Telemetry.Json;

/// <summary>
/// Reads <c>{"ts": 1533226488.23, "Vehicle.Speed": 61.2, "Vehicle.IsMoving": true}</c> or an array of such objects.
/// <c>ts</c> is seconds (up to 1e11), milliseconds (1e14), microseconds (1e17) or nanoseconds since 1970, or an ISO 8601 text; left
/// out it is the time of receipt, and of two in an object the last counts. Numbers are doubles, whatever they look like, so that a signal keeps its type; null says
/// nothing. Safe for concurrent use.
/// </summary>
public sealed class JsonSampleReader
{
    // More than the devices of a fleet send, as a rule.
    private const int RememberedNames = 16_384;
    private const int EscapedBytes = 6;
    private const int UsualBytes = 32;
    private const int ShownBytes = 64;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 4 };

    private readonly NameTable names = new(RememberedNames);

    /// <summary>Reads a text; nothing of one that is wrong.</summary>
    /// <param name="payload">UTF-8.</param>
    /// <param name="receiveTime">Of samples that say no time, Unix nanoseconds.</param>
    /// <param name="samples">In the order of the text.</param>
    /// <param name="error">What is wrong, in words; empty when nothing is.</param>
    public bool TryRead(ReadOnlySpan<byte> payload, long receiveTime, out IReadOnlyList<JsonSample> samples, out string error)
    {
        var read = new List<JsonSample>(payload.Length / UsualBytes);
        try
        {
            var reader = new Utf8JsonReader(payload, Strict);
            error = ReadAll(ref reader, receiveTime, read);
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
        samples = error.Length == 0 ? read : [];
        return error.Length == 0;
    }

    private string ReadAll(ref Utf8JsonReader reader, long receiveTime, List<JsonSample> samples)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (ReadObject(ref reader, receiveTime, samples) is { Length: > 0 } error)
                return error;
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                    return $"an array element that is no object but {Kind(reader.TokenType)}";
                if (ReadObject(ref reader, receiveTime, samples) is { Length: > 0 } error)
                    return error;
            }
        }
        else
        {
            return "neither an object nor an array of objects";
        }
        // Throws when more follows.
        reader.Read();
        return "";
    }

    private string ReadObject(ref Utf8JsonReader reader, long receiveTime, List<JsonSample> samples)
    {
        var (time, first) = (receiveTime, samples.Count);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ts"u8))
            {
                reader.Read();
                if (!TryReadTime(ref reader, out time))
                    return $"ts {Shown(reader)} is no time: a number since 1970 or an ISO 8601 text";
                continue;
            }
            var name = ReadName(ref reader);
            if (name is null)
                return $"'{Shown(reader)}' is no signal name: 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -";
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (ReadValue(ref reader) is not { } value)
                return $"{name} is {Kind(reader.TokenType)}, not a number, boolean or text";
            samples.Add(new JsonSample(name, 0, value));
        }
        // The time may have come after its values.
        foreach (ref var sample in CollectionsMarshal.AsSpan(samples)[first..])
            sample = sample with { Time = time };
        return "";
    }

    // On the way of every value: 3 KiB need not be cleared for it.
    [SkipLocalsInit]
    private string? ReadName(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[SignalDefinition.MaximumNameLength * EscapedBytes];
        if (reader.ValueSpan.Length > text.Length)
            return null;
        var name = text[..reader.CopyString(text)];
        return SignalDefinition.IsName(name) ? names.Get(name) : null;
    }

    private static SampleValue? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => SampleValue.Of(reader.GetDouble()),
        JsonTokenType.True => SampleValue.Of(true),
        JsonTokenType.False => SampleValue.Of(false),
        JsonTokenType.String => SampleValue.Of(reader.GetString()!),
        _ => null,
    };

    private static bool TryReadTime(ref Utf8JsonReader reader, out long time)
    {
        time = 0;
        if (reader.TokenType == JsonTokenType.String)
        {
            var isTime = DateTimeOffset.TryParse(
                reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
            time = isTime ? UnixTime.From(instant) : 0;
            return isTime;
        }
        // Decimal, not double: nanoseconds need 19 digits.
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var number))
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

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => "a number",
        _ => "a boolean",
    };

    // As it is written.
    private static string Shown(in Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        return bytes.Length > ShownBytes ? Encoding.UTF8.GetString(bytes[..ShownBytes]) + "…" : Encoding.UTF8.GetString(bytes);
    }
}
