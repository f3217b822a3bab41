using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Makes an endpoint of each method; the only place with reflection, at start.</summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder routes, CallSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];
    private readonly ServiceActivator<TService> _activator = new();

    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    /// <summary>The full name of the service; empty when it has no methods.</summary>
    public string ServiceName { get; private set; } = "";

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var target = Delegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method, typeof(TRequest), typeof(ServerCallContext));
        Map(method, target.Method, async (service, call) =>
        {
            var request = await call.ReadRequestAsync(method.RequestMarshaller);
            var response = await Interception.UnaryAsync(call, service, request, target);
            await call.WriteResponseAsync(method.ResponseMarshaller, response);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Delegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        Map(method, target.Method, async (service, call) =>
        {
            var requests = new RequestStreamReader<TRequest>(call, method.RequestMarshaller);
            var response = await Interception.ClientStreamingAsync(call, service, requests, target);
            await call.WriteResponseAsync(method.ResponseMarshaller, response);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Delegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Map(method, target.Method, async (service, call) =>
        {
            var request = await call.ReadRequestAsync(method.RequestMarshaller);
            var responses = new ResponseStreamWriter<TResponse>(call, method.ResponseMarshaller);
            await Interception.ServerStreamingAsync(call, service, request, responses, target);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Delegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Map(method, target.Method, (service, call) => Interception.DuplexStreamingAsync(
            call,
            service,
            new RequestStreamReader<TRequest>(call, method.RequestMarshaller),
            new ResponseStreamWriter<TResponse>(call, method.ResponseMarshaller),
            target));
    }

    private static TDelegate Delegate<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        var found = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} for {method.FullName}");
        return found.CreateDelegate<TDelegate>();
    }

    // Attributes of the class and of the method become metadata, the method's last, as what was said last counts.
    private void Map(IMethod method, MethodInfo target, Func<TService, ServerCall, Task> handler)
    {
        ServiceName = method.ServiceName;
        var endpoint = new MethodEndpoint<TService>(method, settings, _activator, handler);
        _endpoints.Add(routes.Map(method.FullName, endpoint.HandleAsync)
            .WithDisplayName($"gRPC {method.FullName}")
            .WithMetadata(
                [new GrpcMethodMetadata(typeof(TService), method), .. typeof(TService).GetCustomAttributes(inherit: true), .. target.GetCustomAttributes(inherit: true)]));
    }
}
