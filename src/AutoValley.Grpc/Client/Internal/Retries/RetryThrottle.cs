using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>A channel's tokens (gRFC A6, "Throttling Retry Attempts").</summary>
internal sealed class RetryThrottle(RetryThrottlingPolicy policy)
{
    private readonly Lock _sync = new();
    private readonly double _maximum = policy.MaxTokens!.Value;
    private readonly double _ratio = policy.TokenRatio!.Value;
    private double _tokens = policy.MaxTokens!.Value;

    /// <summary>What a policy lacks, in words.</summary>
    public static IEnumerable<string> Errors(RetryThrottlingPolicy policy)
    {
        if (policy.MaxTokens is not > 0)
            yield return "RetryThrottling: MaxTokens has to be above zero";
        if (policy.TokenRatio is not > 0)
            yield return "RetryThrottling: TokenRatio has to be above zero";
    }

    /// <summary>An attempt failed.</summary>
    /// <returns>Whether there may be another one.</returns>
    public bool Failed()
    {
        lock (_sync)
        {
            _tokens = Math.Max(0, _tokens - 1);
            return _tokens > _maximum / 2;
        }
    }

    /// <summary>A call ended with OK.</summary>
    public void Succeeded()
    {
        lock (_sync)
            _tokens = Math.Min(_maximum, _tokens + _ratio);
    }
}
