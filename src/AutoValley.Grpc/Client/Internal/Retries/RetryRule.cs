using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>A retry policy as it was when the channel was made.</summary>
internal sealed record RetryRule(int MaxAttempts, TimeSpan InitialBackoff, TimeSpan MaxBackoff, double Multiplier, IReadOnlySet<StatusCode> Codes)
{
    // gRFC A6: a jitter of 0.2 around the computed pause.
    private const double Jitter = 0.2;

    public static RetryRule From(RetryPolicy policy, int? maximumAttempts) => new(
        Math.Min(policy.MaxAttempts!.Value, maximumAttempts ?? int.MaxValue),
        policy.InitialBackoff!.Value,
        policy.MaxBackoff!.Value,
        policy.BackoffMultiplier!.Value,
        policy.RetryableStatusCodes.ToHashSet());

    /// <summary>What a policy lacks, in words.</summary>
    public static IEnumerable<string> Errors(RetryPolicy policy)
    {
        if (policy.MaxAttempts is not > 1)
            yield return "MaxAttempts has to be 2 or more";
        if (policy.InitialBackoff is not { Ticks: > 0 })
            yield return "InitialBackoff has to be above zero";
        if (policy.MaxBackoff is not { Ticks: > 0 })
            yield return "MaxBackoff has to be above zero";
        if (policy.BackoffMultiplier is not > 0)
            yield return "BackoffMultiplier has to be above zero";
        if (policy.RetryableStatusCodes.Count == 0)
            yield return "RetryableStatusCodes are empty";
        if (policy.RetryableStatusCodes.Contains(StatusCode.OK))
            yield return "RetryableStatusCodes have OK";
    }

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="grown">How often the pause has been multiplied.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Backoff(int grown, double chance)
    {
        var plain = Math.Min(InitialBackoff.TotalMilliseconds * Math.Pow(Multiplier, grown), MaxBackoff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(plain * (1 - Jitter + (2 * Jitter * chance)), int.MaxValue));
    }
}
