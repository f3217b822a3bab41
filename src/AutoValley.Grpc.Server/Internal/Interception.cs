using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Calls a service's method through the interceptors of the call, if there are any; the first is outermost.</summary>
internal static class Interception
{
    public static Task<TResponse> UnaryAsync<TService, TRequest, TResponse>(
        ServerCall call, TService service, TRequest request, Func<TService, TRequest, ServerCallContext, Task<TResponse>> method)
        where TRequest : class
        where TResponse : class
    {
        return call.Interceptors.Count == 0 ? method(service, request, call) : Chain()(request, call);

        UnaryServerMethod<TRequest, TResponse> Chain() => call.Interceptors.Reverse().Aggregate(
            new UnaryServerMethod<TRequest, TResponse>((message, context) => method(service, message, context)),
            (next, interceptor) => (message, context) => interceptor.UnaryServerHandler(message, context, next));
    }

    public static Task<TResponse> ClientStreamingAsync<TService, TRequest, TResponse>(
        ServerCall call,
        TService service,
        IAsyncStreamReader<TRequest> requests,
        Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> method)
        where TRequest : class
        where TResponse : class
    {
        return call.Interceptors.Count == 0 ? method(service, requests, call) : Chain()(requests, call);

        ClientStreamingServerMethod<TRequest, TResponse> Chain() => call.Interceptors.Reverse().Aggregate(
            new ClientStreamingServerMethod<TRequest, TResponse>((reader, context) => method(service, reader, context)),
            (next, interceptor) => (reader, context) => interceptor.ClientStreamingServerHandler(reader, context, next));
    }

    public static Task ServerStreamingAsync<TService, TRequest, TResponse>(
        ServerCall call,
        TService service,
        TRequest request,
        IServerStreamWriter<TResponse> responses,
        Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> method)
        where TRequest : class
        where TResponse : class
    {
        return call.Interceptors.Count == 0 ? method(service, request, responses, call) : Chain()(request, responses, call);

        ServerStreamingServerMethod<TRequest, TResponse> Chain() => call.Interceptors.Reverse().Aggregate(
            new ServerStreamingServerMethod<TRequest, TResponse>((message, writer, context) => method(service, message, writer, context)),
            (next, interceptor) => (message, writer, context) =>
                interceptor.ServerStreamingServerHandler(message, writer, context, next));
    }

    public static Task DuplexStreamingAsync<TService, TRequest, TResponse>(
        ServerCall call,
        TService service,
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> method)
        where TRequest : class
        where TResponse : class
    {
        return call.Interceptors.Count == 0 ? method(service, requests, responses, call) : Chain()(requests, responses, call);

        DuplexStreamingServerMethod<TRequest, TResponse> Chain() => call.Interceptors.Reverse().Aggregate(
            new DuplexStreamingServerMethod<TRequest, TResponse>((reader, writer, context) => method(service, reader, writer, context)),
            (next, interceptor) => (reader, writer, context) =>
                interceptor.DuplexStreamingServerHandler(reader, writer, context, next));
    }
}
