using Google.Protobuf;
using RpcStatus = Google.Rpc.Status;

namespace Grpc.Core;

/// <summary>A status with details (google.rpc.Status) among the trailers, as gRPC's richer error model has it.</summary>
public static class MetadataExtensions
{
    /// <summary>The trailer's key.</summary>
    public const string StatusDetailsTrailerName = "grpc-status-details-bin";

    /// <summary>The status with details; null when there is none.</summary>
    /// <param name="metadata">Trailers.</param>
    /// <param name="ignoreParseError">Whether bytes that are no such status count as none.</param>
    /// <exception cref="InvalidProtocolBufferException">They are not, and do not.</exception>
    public static RpcStatus? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var entry = metadata.Get(StatusDetailsTrailerName);
        try
        {
            return entry is null ? null : RpcStatus.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts the status with details among the trailers, in the place of one that is there.</summary>
    public static void SetRpcStatus(this Metadata metadata, RpcStatus status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        while (metadata.Get(StatusDetailsTrailerName) is { } old)
            metadata.Remove(old);
        metadata.Add(StatusDetailsTrailerName, status.ToByteArray());
    }
}
