using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>What is known of a mapped method; metadata of its endpoint.</summary>
/// <param name="serviceType">The class that serves it.</param>
/// <param name="method">Its name, kind and marshallers.</param>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    /// <summary>The class that serves it.</summary>
    public Type ServiceType { get; } = serviceType;

    /// <summary>Its name, kind and marshallers.</summary>
    public IMethod Method { get; } = method;
}
