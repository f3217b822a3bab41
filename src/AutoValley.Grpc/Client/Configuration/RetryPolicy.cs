using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>When and how often a call that failed is made again (gRFC A6). It is, until a response's headers came: whoever saw them must not see others.
/// All parts are required.</summary>
public sealed class RetryPolicy
{
    /// <summary>The first one counted, so 2 or more; <see cref="GrpcChannelOptions.MaxRetryAttempts"/> limits it.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>Before the second attempt; above zero. Each pause is longer or shorter by up to a fifth, by chance.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>No pause gets longer, chance aside; above zero.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>What each pause is longer than the one before; above zero.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>Which failures are worth another attempt; at least one.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
