using Grpc.Net.Client.Configuration;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>How a channel's calls are made.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Sends the requests; null for a <see cref="SocketsHttpHandler"/> of the channel's own, which notices within 80 s that a server is gone (pings)
    /// and opens another connection when one has as many calls as the server allows. Client certificates and authorities are a handler's own
    /// <see cref="SocketsHttpHandler.SslOptions"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes <see cref="HttpHandler"/> with itself.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Bytes of a request before compression; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes of a response, also after decompression; null for no limit. 4 MiB is upstream's default.</summary>
    public int? MaxReceiveMessageSize { get; set; } = SizeLimit.DefaultReceiveBytes;

    /// <summary>Which calls that failed are made again; null for none. It is read when the channel is made.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>Attempts at a call at most, whatever the service config says; null for no limit. 5 is upstream's default.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>Bytes of streamed requests that all calls together keep for further attempts; null for no limit. A call whose request passes it goes on
    /// with the attempt under way as its last. 16 MiB is upstream's default. A call with one request keeps nothing: the request is written again, so it
    /// must not be changed before the call's end.</summary>
    public long? MaxRetryBufferSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>As <see cref="MaxRetryBufferSize"/>, of one call. 1 MiB is upstream's default.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>From 0 to 1: what pauses between attempts differ by.</summary>
    internal Func<double> Chance { get; set; } = Random.Shared.NextDouble;
}
