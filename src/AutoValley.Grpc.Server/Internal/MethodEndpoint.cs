using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Takes the requests for one method.</summary>
internal sealed class MethodEndpoint<TService>(
    IMethod method, CallSettings settings, ServiceActivator<TService> activator, Func<TService, ServerCall, Task> handler)
    where TService : class
{
    /// <summary>One call, from request to status.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // 1. is it gRPC at all?
        if (!RequestCheck.Accept(context))
            return;
        // 2. deadline, encodings, limits; cancellation from here on
        using var call = new ServerCall(context, method, settings);
        // 3. the handler, unless the call is refused already
        var status = call.Begin() ?? await RunAsync(context.RequestServices, call);
        // 4. status and trailers, unless the deadline or the server's stop has sent them
        await call.EndAsync(status);
    }

    private async Task<Status> RunAsync(IServiceProvider services, ServerCall call)
    {
        try
        {
            await using var interceptors = new ActiveInterceptors();
            settings.Interceptors.Activate(services, interceptors);
            call.Interceptors = interceptors.All;
            var (service, owned) = activator.Create(services);
            try
            {
                await handler(service, call);
                return call.Status;
            }
            finally
            {
                if (owned)
                    await Disposal.OfAsync(service);
            }
        }
        catch (Exception e)
        {
            return Explain(e, call);
        }
    }

    /// <summary>The status of a handler's failure; what callers may not see goes to the log.</summary>
    private Status Explain(Exception failure, ServerCall call)
    {
        switch (failure)
        {
            case RpcException rpc:
                foreach (var trailer in rpc.Trailers)
                    call.ResponseTrailers.Add(trailer);
                Log.HandlerRefused(settings.Logger, method.FullName, rpc.StatusCode, rpc.Status.Detail);
                return rpc.Status;
            case OperationCanceledException or IOException when call.CancellationToken.IsCancellationRequested:
                Log.CallCancelled(settings.Logger, method.FullName);
                return new Status(StatusCode.Cancelled, "the call was cancelled");
            default:
                Log.HandlerFailed(settings.Logger, method.FullName, failure);
                return settings.DetailedErrors
                    ? new Status(StatusCode.Internal, $"{failure.GetType().Name}: {failure.Message}")
                    : new Status(StatusCode.Internal, "the handler failed; the server's log says why");
        }
    }
}
