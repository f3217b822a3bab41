using AutoValley.Server.Refusals;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace AutoValley.Server.Services;

/// <summary>Calls without an end of their own: they end when the server begins to stop, while others may finish.</summary>
internal sealed class EndlessCalls(IHostApplicationLifetime lifetime)
{
    /// <summary>Runs one, with a token for its caller's end and the server's, and a writer that goes by the caller's alone.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the server stops.</exception>
    public async Task RunAsync<TResponse>(
        ServerCallContext context, IServerStreamWriter<TResponse> responses, Func<IServerStreamWriter<TResponse>, CancellationToken, Task> call)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await call(new CallWriter<TResponse>(responses), ending.Token);
        }
        catch (OperationCanceledException)
            when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw Refusal.Stopping();
        }
    }

    // A token that is not the call's own would cost each write a registration.
    private sealed class CallWriter<TResponse>(IServerStreamWriter<TResponse> responses) : IServerStreamWriter<TResponse>
    {
        public WriteOptions? WriteOptions
        {
            get => responses.WriteOptions;
            set => responses.WriteOptions = value;
        }

        public Task WriteAsync(TResponse message) => responses.WriteAsync(message);

        public Task WriteAsync(TResponse message, CancellationToken cancellationToken) => responses.WriteAsync(message, CancellationToken.None);
    }
}
