using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor type and what its constructor is given beside the host's services.</summary>
public sealed class InterceptorRegistration
{
    internal InterceptorRegistration(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(arguments);
        if (!type.IsAssignableTo(typeof(Interceptor)))
            throw new ArgumentException($"{type} is no {nameof(Interceptor)}", nameof(type));
        Type = type;
        Arguments = arguments;
    }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>What its constructor is given beside the host's services.</summary>
    public IReadOnlyList<object> Arguments { get; }
}
