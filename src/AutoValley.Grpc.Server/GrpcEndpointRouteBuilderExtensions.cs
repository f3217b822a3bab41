using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps services to their paths.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps the methods of a service to <c>/service/method</c>. A service object is made for each call, from the host's
    /// services or its own constructor, and disposed after it in the latter case.</summary>
    /// <typeparam name="TService">A class derived from a generated base.</typeparam>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the class has no generated base.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.ServiceProvider.GetService<CallSettings>()
            ?? throw new InvalidOperationException("call services.AddGrpc() before MapGrpcService");
        if (builder.ServiceProvider.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>().Any())
            settings = settings.With(builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value);
        var binder = new ServiceBinder<TService>(builder, settings);
        GeneratedBinding.Bind(typeof(TService), binder);
        builder.ServiceProvider.GetRequiredService<UnimplementedEndpoints>().Map(builder, binder.ServiceName);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }
}
