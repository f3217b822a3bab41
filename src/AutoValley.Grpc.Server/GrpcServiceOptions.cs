using System.IO.Compression;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Limits and manners of every service.</summary>
public class GrpcServiceOptions
{
    /// <summary>Bytes of a response before compression; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes of a request, also after decompression; null for no limit. 4 MiB is upstream's default.</summary>
    public int? MaxReceiveMessageSize { get; set; } = SizeLimit.DefaultReceiveBytes;

    /// <summary>Whether callers are told the message of an exception that is no <see cref="Core.RpcException"/>; null for no.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>What sees every call before its service does.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary><c>gzip</c> to compress responses for callers that accept it; null for no compression.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How much effort compression takes; null for <see cref="CompressionLevel.Fastest"/>.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Becomes as another.</summary>
    internal void Take(GrpcServiceOptions other)
    {
        (MaxSendMessageSize, MaxReceiveMessageSize, EnableDetailedErrors) = (other.MaxSendMessageSize, other.MaxReceiveMessageSize, other.EnableDetailedErrors);
        (ResponseCompressionAlgorithm, ResponseCompressionLevel) = (other.ResponseCompressionAlgorithm, other.ResponseCompressionLevel);
        Interceptors.Clear();
        foreach (var interceptor in other.Interceptors)
            Interceptors.Add(interceptor);
    }
}
