namespace Grpc.Net.Client.Configuration;

/// <summary>Stops a channel's retries while too many of its attempts fail (gRFC A6): each that fails with a retryable status costs a token, each call that
/// ends with OK gives some back, and with half of them or fewer nothing is tried again. All parts are required.</summary>
public sealed class RetryThrottlingPolicy
{
    /// <summary>At the start, and at most; above zero.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back; above zero, three decimals count.</summary>
    public double? TokenRatio { get; set; }
}
