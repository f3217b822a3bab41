using Grpc.AspNetCore.Web.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets browsers call a host's services.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    /// <summary>Takes gRPC-Web (grpc/grpc, doc/PROTOCOL-WEB.md), binary and text, over any version of HTTP. Stands behind routing, and behind CORS
    /// where there is some.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseGrpcWeb(builder.ApplicationServices.GetRequiredService<IOptions<GrpcWebOptions>>().Value);
    }

    /// <summary>As the other, with options of its own.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.Use(next => new WebRequests(options, next).HandleAsync);
    }
}
