using RpcStatus = Google.Rpc.Status;

namespace Grpc.Core;

/// <summary>A status with details as the failure of a call.</summary>
public static class RpcStatusExtensions
{
    /// <summary>The failure with the code and message of the status itself.</summary>
    public static RpcException ToRpcException(this RpcStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>The failure with another code and message than its details tell.</summary>
    public static RpcException ToRpcException(this RpcStatus status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }
}
