using RpcStatus = Google.Rpc.Status;

namespace Grpc.Core;

/// <summary>The details of a call's failure.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>The status with details that came with the failure; null when there is none that can be read.</summary>
    public static RpcStatus? GetRpcStatus(this RpcException ex)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus(ignoreParseError: true);
    }
}
