using System.Net;

namespace AutoValley.Grpc.Server.Tests.Interop.Wire;

/// <summary>Shows what a client sends and receives.</summary>
internal sealed class TapHandler(HttpMessageHandler inner, List<bool> sent, List<bool> received) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content = new Tapped(request.Content!, new MessageFlags(sent));
        var response = await base.SendAsync(request, cancellationToken);
        var content = new StreamContent(new TapStream(await response.Content.ReadAsStreamAsync(cancellationToken), new MessageFlags(received)));
        foreach (var header in response.Content.Headers.NonValidated)
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        response.Content = content;
        return response;
    }

    private sealed class Tapped : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly MessageFlags _sent;

        public Tapped(HttpContent inner, MessageFlags sent)
        {
            (_inner, _sent) = (inner, sent);
            foreach (var header in inner.Headers.NonValidated)
                Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _inner.CopyToAsync(new TapStream(stream, _sent), context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
