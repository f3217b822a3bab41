using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Internal.Retries;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>The HTTP request of an attempt at a call.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent = $"autovalley-grpc/{typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3)}";

    public static HttpRequestMessage Create(GrpcChannel channel, IMethod method, CallOptions options, HttpContent content, int previousAttempts)
    {
        content.Headers.TryAddWithoutValidation("content-type", ProtocolHeaders.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(channel.Address, method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        Add(request, "te", "trailers");
        Add(request, "user-agent", UserAgent);
        Add(request, ProtocolHeaders.AcceptEncoding, ProtocolHeaders.AcceptedEncodings);
        if (options.EffectiveDeadline is { } deadline)
            Add(request, ProtocolHeaders.Timeout, GrpcTimeout.Format(deadline - channel.Options.Clock.GetUtcNow().UtcDateTime));
        if (previousAttempts > 0)
            Add(request, RetrySchedule.PreviousAttemptsHeader, previousAttempts.ToString(CultureInfo.InvariantCulture));
        foreach (var entry in options.Headers ?? Metadata.Empty)
        {
            if (entry.Key == ProtocolHeaders.RequestEncodingWish)
                Add(request, ProtocolHeaders.Encoding, CheckedEncoding(entry.Value));
            else if (!ProtocolHeaders.IsOwn(entry.Key))
                Add(request, entry.Key, MetadataCodec.Encode(entry));
        }
        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value) => request.Headers.TryAddWithoutValidation(name, value);

    private static string CheckedEncoding(string encoding) => encoding is ProtocolHeaders.Identity or ProtocolHeaders.Gzip
        ? encoding
        : throw new InvalidOperationException($"encoding '{encoding}' is not one of {ProtocolHeaders.AcceptedEncodings}");
}
