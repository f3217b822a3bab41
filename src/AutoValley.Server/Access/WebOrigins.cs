using System.Net;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Server.Access;

/// <summary>
/// Tells by the header <c>Origin</c> (RFC 6454) whether the page that a browser makes a request for may make it: pages that the server itself gave may, and those of
/// the origins that are allowed. Without TLS a server is only itself by address or as localhost: a name may be anybody's, who made it point here
/// after his page was loaded.
/// </summary>
internal sealed class WebOrigins(WebOptions options)
{
    private const string Localhost = "localhost";

    private readonly HashSet<string> allowed = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request may be made.</summary>
    /// <param name="origin">As the browser says; <c>null</c>, in letters, where it keeps it to itself.</param>
    /// <param name="request">Where it came to.</param>
    public bool Allows(string origin, HttpRequest request) =>
        allowed.Contains(WebOptions.Any) || allowed.Contains(origin) || IsOwn(origin, request);

    // Some clients of WebSocket that are no browsers always write https.
    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
        && (request.IsHttps || page.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(page.Host, out _));
}
