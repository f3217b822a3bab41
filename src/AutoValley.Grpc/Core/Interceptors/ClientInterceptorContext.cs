namespace Grpc.Core.Interceptors;

/// <summary>A call that a client is about to start: what to call, where and how.</summary>
public readonly struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A call.</summary>
    /// <param name="method">What is called.</param>
    /// <param name="host">The authority, when it is not the channel's.</param>
    /// <param name="options">Headers, deadline and cancellation.</param>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>What is called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The authority, when it is not the channel's.</summary>
    public string? Host { get; }

    /// <summary>Headers, deadline and cancellation.</summary>
    public CallOptions Options { get; }
}
