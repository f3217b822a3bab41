using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives the interceptors of each call.</summary>
internal sealed class InterceptorActivator(IEnumerable<InterceptorRegistration> registrations)
{
    private readonly Entry[] _entries = [.. registrations.Select(registration => new Entry(registration))];

    /// <summary>Adds them, in the order in which they see the call.</summary>
    public void Activate(IServiceProvider services, ActiveInterceptors interceptors)
    {
        foreach (var entry in _entries)
        {
            if (entry.Registered(services) is { } registered)
                interceptors.Add(registered, owned: false);
            else
                interceptors.Add(entry.Make(services), owned: true);
        }
    }

    private sealed class Entry(InterceptorRegistration registration)
    {
        private readonly object[] _arguments = [.. registration.Arguments];
        private readonly ObjectFactory _factory =
            ActivatorUtilities.CreateFactory(registration.Type, [.. registration.Arguments.Select(argument => argument.GetType())]);

        public Interceptor? Registered(IServiceProvider services) =>
            _arguments.Length == 0 ? (Interceptor?)services.GetService(registration.Type) : null;

        public Interceptor Make(IServiceProvider services) => (Interceptor)_factory(services, _arguments);
    }
}
