using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace AutoValley.Server.Configuration;

/// <summary>Reads typed settings and collects every error, with the key's name, instead of stopping at the first.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> errors = [];

    /// <summary>What was wrong so far, one line each.</summary>
    public IReadOnlyList<string> Errors => errors;

    public string Text(string key, string fallback) => Read(key, fallback, text => text.Length > 0 ? text : null, "must not be empty");

    /// <summary>Null when it is not given.</summary>
    public string? Optional(string key)
    {
        known.Add(key);
        return configuration[key] is { Length: > 0 } text ? text.Trim() : null;
    }

    public bool Flag(string key, bool fallback) =>
        ReadValue(key, fallback, text => bool.TryParse(text, out var value) ? value : null, "is true or false");

    public long Number(string key, long fallback, long least, long most) =>
        ReadValue(key, fallback, text => Parse(text) is { } value && value >= least && value <= most ? value : null,
            $"is a whole number from {least} to {most}");

    /// <summary>A number of bytes, bare or with KiB, MiB or GiB behind it.</summary>
    public long Bytes(string key, long fallback, long least, long most) =>
        ReadValue(key, fallback, text => ParseBytes(text) is { } value && value >= least && value <= most ? value : null,
            $"is a number of bytes (KiB, MiB and GiB are understood) from {least} to {most}");

    /// <summary>A length of time, as 500ms, 10s, 5m, 2h or 30d.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan least, TimeSpan most) =>
        ReadValue(key, fallback, text => ParseDuration(text) is { } value && value >= least && value <= most ? value : null,
            $"is a time such as 500ms, 10s, 5m or 30d from {least:c} to {most:c}");

    /// <summary>A name of an enumeration, in lower or upper case.</summary>
    public T Choice<T>(string key, T fallback)
        where T : struct, Enum =>
        ReadValue(
            key, fallback, text => Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true) : null,
            $"is one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}");

    public IPEndPoint Endpoint(string key, IPEndPoint fallback) =>
        Read(key, fallback, text => ParseEndpoint(text, fallback), "is ADDRESS:PORT or PORT, e.g. 127.0.0.1:1883, [::1]:1883 or 1883");

    public void Fail(string key, string rule) => errors.Add($"{key} {rule}");

    /// <summary>Adds an error for each key that none of the reads above asked for.</summary>
    public void RefuseUnknown(IEnumerable<string> sections)
    {
        foreach (var section in sections)
        {
            foreach (var (key, value) in configuration.GetSection(section).AsEnumerable())
            {
                if (value is not null && !known.Contains(key))
                    errors.Add($"{key} is no setting; known: {string.Join(", ", known.Where(name => name.StartsWith(section, StringComparison.OrdinalIgnoreCase)))}");
            }
        }
    }

    private T Read<T>(string key, T fallback, Func<string, T?> parse, string rule)
        where T : class
    {
        known.Add(key);
        if (configuration[key] is not { } text)
            return fallback;
        if (parse(text.Trim()) is { } value)
            return value;
        errors.Add($"{key} {rule}; it is '{text}'");
        return fallback;
    }

    private T ReadValue<T>(string key, T fallback, Func<string, T?> parse, string rule)
        where T : struct => (T)Read<object>(key, fallback, text => parse(text), rule);

    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static long? ParseBytes(string text)
    {
        var shift = text switch
        {
            _ when text.EndsWith("KiB", StringComparison.OrdinalIgnoreCase) => 10,
            _ when text.EndsWith("MiB", StringComparison.OrdinalIgnoreCase) => 20,
            _ when text.EndsWith("GiB", StringComparison.OrdinalIgnoreCase) => 30,
            _ => 0,
        };
        return Parse(shift > 0 ? text[..^3].TrimEnd() : text) is { } value && value <= long.MaxValue >> shift ? value << shift : null;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9)
            return null;
        return text[digits..].Trim() switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" when number < 1e6 => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private static IPEndPoint? ParseEndpoint(string text, IPEndPoint fallback)
    {
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new IPEndPoint(fallback.Address, port);
        // IPEndPoint.TryParse takes an address without a port as port 0: a port must be written, and behind brackets for IPv6.
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']') && colon < text.Length - 1 && (text[0] == '[' || text.IndexOf(':') == colon);
        return hasPort && IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var endpoint) ? endpoint : null;
    }
}
