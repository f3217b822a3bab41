using Grpc.AspNetCore.Server.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets tools ask the server what it serves.</summary>
public static class GrpcReflectionEndpointRouteBuilderExtensions
{
    /// <summary>Maps the reflection protocol, v1 and v1alpha: it tells of every mapped service, itself too.</summary>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called.</exception>
    public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
    {
        builder.MapGrpcService<ReflectionV1AlphaService>();
        return builder.MapGrpcService<ReflectionService>();
    }
}
