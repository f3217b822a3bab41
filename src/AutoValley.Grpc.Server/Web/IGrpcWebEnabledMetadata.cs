namespace Grpc.AspNetCore.Web;

/// <summary>Metadata of an endpoint: whether it takes gRPC-Web. The last one that was added counts.</summary>
public interface IGrpcWebEnabledMetadata
{
    /// <summary>Whether it does.</summary>
    bool GrpcWebEnabled { get; }
}
