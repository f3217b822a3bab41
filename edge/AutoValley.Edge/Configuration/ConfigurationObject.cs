using System.Net;
using System.Text.Json;

namespace AutoValley.Edge.Configuration;

/// <summary>An object of the configuration file. Reads typed members and collects every error, with the member's path, instead of stopping at the first.</summary>
internal sealed class ConfigurationObject
{
    private readonly JsonElement element;
    private readonly List<string> errors;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <param name="element">The object; anything else is an error.</param>
    /// <param name="path">As <c>sources[0]</c>; empty for the file itself.</param>
    /// <param name="errors">Where errors go.</param>
    public ConfigurationObject(JsonElement element, string path, List<string> errors)
    {
        (this.element, Path, this.errors) = (element, path, errors);
        if (element.ValueKind != JsonValueKind.Object)
            Fail("", $"is {element.ValueKind}, not an object");
    }

    /// <summary>Its place in the file.</summary>
    public string Path { get; }

    /// <summary>As it stands in the file.</summary>
    public JsonElement Element => element;

    /// <summary>A text; null when it is left out.</summary>
    public string? Text(string name) => Read(name, JsonValueKind.String, "a text", value => value.GetString());

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string name)
    {
        if (Text(name) is { Length: > 0 } text)
            return text;
        if (!Has(name))
            Fail(name, "is missing");
        return "";
    }

    /// <summary>A number within bounds; null when it is left out.</summary>
    public double? Number(string name, double least, double most)
    {
        var number = Read(name, JsonValueKind.Number, "a number", value => (double?)value.GetDouble());
        if (number is null || (number >= least && number <= most))
            return number;
        Fail(name, FormattableString.Invariant($"is {number}, not {least} to {most}"));
        return null;
    }

    /// <summary>A text, or a number as it is written; null when it is left out.</summary>
    public string? TextOrNumber(string name) =>
        TryGet(name, out var value) && value.ValueKind == JsonValueKind.Number ? Read(name, JsonValueKind.Number, "a number", number => number.GetRawText()) : Text(name);

    /// <summary>true or false; false when it is left out.</summary>
    public bool Flag(string name)
    {
        known.Add(name);
        if (!TryGet(name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fail(name, $"is {value.ValueKind}, not true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Texts; none when they are left out.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = Read(name, JsonValueKind.Array, "a list of texts", value => value.EnumerateArray().ToArray()) ?? [];
        if (texts.All(text => text.ValueKind == JsonValueKind.String))
            return [.. texts.Select(text => text.GetString()!)];
        Fail(name, "is not a list of texts");
        return [];
    }

    /// <summary>ADDRESS:PORT; null when it is left out or none.</summary>
    public IPEndPoint? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var address))
            return address;
        Fail(name, $"is '{text}', not ADDRESS:PORT as 127.0.0.1:9000 or [::1]:9000");
        return null;
    }

    /// <summary>An object; null when it is left out.</summary>
    public ConfigurationObject? Object(string name)
    {
        known.Add(name);
        return TryGet(name, out var value) ? new ConfigurationObject(value, PathOf(name), errors) : null;
    }

    /// <summary>Objects; none when they are left out.</summary>
    public IReadOnlyList<ConfigurationObject> Objects(string name)
    {
        var items = Read(name, JsonValueKind.Array, "a list of objects", value => value.EnumerateArray().ToArray()) ?? [];
        return [.. items.Select((item, index) => new ConfigurationObject(item, $"{PathOf(name)}[{index}]", errors))];
    }

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>Notes that a member is wrong.</summary>
    public void Fail(string name, string reason) => errors.Add($"{(name.Length == 0 ? Path.Length == 0 ? "the file" : Path : PathOf(name))} {reason}");

    /// <summary>Notes the members that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
            Fail(member.Name, $"is unknown; known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}");
    }

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private T? Read<T>(string name, JsonValueKind kind, string what, Func<JsonElement, T?> read)
    {
        known.Add(name);
        if (!TryGet(name, out var value))
            return default;
        if (value.ValueKind == kind)
            return read(value);
        Fail(name, $"is {value.ValueKind}, not {what}");
        return default;
    }
}
