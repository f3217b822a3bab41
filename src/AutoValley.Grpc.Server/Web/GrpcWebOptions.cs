namespace Microsoft.AspNetCore.Builder;

/// <summary>Who takes gRPC-Web.</summary>
public sealed class GrpcWebOptions
{
    /// <summary>Whether services do that say nothing of it themselves; false unless set.</summary>
    public bool DefaultEnabled { get; set; }
}
