using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>A request's body that is one message.</summary>
internal sealed class UnaryContent<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, TRequest message) : HttpContent
    where TRequest : class
    where TResponse : class
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var writer = call.CreateWriter(stream);
        call.Write(writer, message, call.WriteOptions?.Flags ?? default);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
