using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Server.Access;

/// <summary>Lets the pages of allowed origins in, and nobody else's (Fetch standard, CORS protocol).</summary>
internal static class WebAccess
{
    // Browsers keep the answer to a preflight for two hours at most.
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    /// <summary>Stands before everything that pages may call.</summary>
    public static void UseWebAccess(this IApplicationBuilder app, WebOptions options)
    {
        var origins = new WebOrigins(options);
        app.Use(next => new OriginGate(origins, next).HandleAsync);
        app.UseCors(policy => Allow(policy, options));
    }

    // Credentials are not allowed, so that all headers of an answer may be shown: those of a status, and a service's own.
    private static void Allow(CorsPolicyBuilder policy, WebOptions options) =>
        (options.AllowedOrigins.Contains(WebOptions.Any) ? policy.AllowAnyOrigin() : policy.WithOrigins([.. options.AllowedOrigins]))
        .WithMethods(HttpMethods.Post).AllowAnyHeader().WithExposedHeaders("*").SetPreflightMaxAge(PreflightAge);
}
