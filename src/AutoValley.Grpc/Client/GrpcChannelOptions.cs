using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>How a channel's calls are made.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Sends the requests; null for a <see cref="SocketsHttpHandler"/> of the channel's own.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes <see cref="HttpHandler"/> with itself.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Bytes of a request before compression; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes of a response, also after decompression; null for no limit. 4 MiB is upstream's default.</summary>
    public int? MaxReceiveMessageSize { get; set; } = SizeLimit.DefaultReceiveBytes;

    internal TimeProvider Clock { get; set; } = TimeProvider.System;
}
