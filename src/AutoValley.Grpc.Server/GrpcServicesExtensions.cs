using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC to a host.</summary>
public static class GrpcServicesExtensions
{
    /// <summary>With upstream's defaults.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services) => services.AddGrpc(_ => { });

    /// <summary>With limits and manners of its own. Options that contradict themselves fail at start.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureOptions);
        services.AddRouting();
        services.AddOptions<GrpcServiceOptions>().Configure(configureOptions).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcServiceOptions>, OptionsValidator<GrpcServiceOptions>>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServerStop>();
        services.TryAddSingleton<CallSettings>();
        services.TryAddSingleton<UnimplementedEndpoints>();
        return new Builder(services);
    }

    /// <summary>Limits and manners of one service: those of all, but for what differs. Options that contradict themselves fail at start.</summary>
    /// <typeparam name="TService">As it is mapped.</typeparam>
    public static IGrpcServerBuilder AddServiceOptions<TService>(this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        ArgumentNullException.ThrowIfNull(configure);
        grpcBuilder.Services.AddOptions<GrpcServiceOptions<TService>>()
            .Configure<IOptions<GrpcServiceOptions>>((own, all) => own.Take(all.Value)).Configure(configure).ValidateOnStart();
        grpcBuilder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcServiceOptions<TService>>, OptionsValidator<GrpcServiceOptions<TService>>>());
        return grpcBuilder;
    }

    private sealed record Builder(IServiceCollection Services) : IGrpcServerBuilder;
}
