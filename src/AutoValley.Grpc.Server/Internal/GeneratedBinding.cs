using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Finds the static method of generated code that hands a service's methods to a binder.</summary>
internal static class GeneratedBinding
{
    /// <exception cref="InvalidOperationException">The type has no generated base.</exception>
    public static void Bind(Type service, ServiceBinderBase binder)
    {
        const BindingFlags AnyStatic = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute)
                continue;
            var bind = attribute.BindType.GetMethod(attribute.BindMethodName, AnyStatic, [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException($"{attribute.BindType} has no {attribute.BindMethodName} for {type}");
            // Without an object: the binder makes delegates of its own that take one for each call.
            bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
            return;
        }
        throw new InvalidOperationException($"{service} is no gRPC service: it has no base with {nameof(BindServiceMethodAttribute)}");
    }
}
