namespace Grpc.Net.Client.Configuration;

/// <summary>What a channel does by itself for the calls of a service (gRPC, doc/service_config.md): of it, retries (gRFC A6). It is read once, when the
/// channel is made. Hedging is not offered.</summary>
public sealed class ServiceConfig
{
    /// <summary>For which methods what is done. A method's own entry goes before its service's, and that before the default.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Stops retries while too many calls fail; null for never.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}
