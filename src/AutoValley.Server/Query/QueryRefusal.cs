using AutoValley.Storage;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>The statuses that queries end with, each with its reason.</summary>
internal static class QueryRefusal
{
    /// <summary>The request makes no sense.</summary>
    public static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    /// <summary>A name that nothing has.</summary>
    public static RpcException NotFound(string detail) => new(new Status(StatusCode.NotFound, detail));

    /// <summary>Over a limit; the detail names its key.</summary>
    public static RpcException Exhausted(string detail) => new(new Status(StatusCode.ResourceExhausted, detail));

    /// <summary>Stored bytes are damaged; the detail names them.</summary>
    public static RpcException DataLoss(StoreException damage) => new(new Status(StatusCode.DataLoss, damage.Message));
}
