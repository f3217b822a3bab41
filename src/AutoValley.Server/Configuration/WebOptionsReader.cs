using AutoValley.Server.Access;

namespace AutoValley.Server.Configuration;

/// <summary>Settings → <see cref="WebOptions"/>.</summary>
internal static class WebOptionsReader
{
    private const string Key = "Web:AllowedOrigins";

    public static WebOptions Read(SettingsReader reader)
    {
        var origins = (reader.Optional(Key) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        foreach (var origin in origins.Where(origin => origin != WebOptions.Any && !IsOrigin(origin)))
            reader.Fail(Key, $"has '{origin}': an origin is http:// or https:// and a host, with its port where it is not the usual one, and nothing behind it");
        return new WebOptions { AllowedOrigins = origins };
    }

    // As browsers write it: they leave the usual port out.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
