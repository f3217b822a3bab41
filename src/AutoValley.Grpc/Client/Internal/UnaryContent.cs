namespace Grpc.Net.Client.Internal;

/// <summary>A body that is one message.</summary>
internal sealed class UnaryContent<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, TRequest message) : RequestContent
    where TRequest : class
    where TResponse : class
{
    protected override async Task SendAsync(Stream body, CancellationToken stop)
    {
        var writer = call.CreateWriter(body);
        call.Write(writer, message, call.WriteOptions?.Flags ?? default);
        await writer.FlushAsync(stop).ConfigureAwait(false);
    }
}
