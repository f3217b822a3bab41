using System.Globalization;

namespace AutoValley.Edge.Uplink;

/// <summary>A host and a port, written host:port; an IPv6 address stands in brackets.</summary>
internal readonly record struct ServerAddress(string Host, int Port)
{
    /// <summary>Reads host:port.</summary>
    public static bool TryParse(string? text, out ServerAddress address)
    {
        address = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return false;
        var host = text![..colon];
        if (host is ['[', .. var inner, ']'])
            host = inner;
        else if (host.Contains(':', StringComparison.Ordinal))
            return false;
        address = new ServerAddress(host, port);
        return Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }

    /// <summary>Reads host:port, or a host alone, which has the port given.</summary>
    public static bool TryParse(string text, int port, out ServerAddress address) =>
        TryParse(text, out address) || (text is [.., ']'] || !text.Contains(':', StringComparison.Ordinal)) && TryParse($"{text}:{port}", out address);

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
