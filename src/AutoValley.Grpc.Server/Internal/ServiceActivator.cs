using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives a service object for each call: the host's own when registered, else a new one.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly ObjectFactory<TService> _create = ActivatorUtilities.CreateFactory<TService>([]);

    /// <summary>The object, and whether the caller has to dispose of it.</summary>
    public (TService Service, bool Owned) Create(IServiceProvider services) =>
        services.GetService<TService>() is { } registered ? (registered, false) : (_create(services, []), true);
}
