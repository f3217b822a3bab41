using Grpc.AspNetCore.Server.Reflection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds reflection to a host.</summary>
public static class GrpcReflectionServiceExtensions
{
    /// <summary>Adds what <c>MapGrpcReflectionService</c> needs.</summary>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services) => services.AddSingleton<ReflectionAnswers>();
}
