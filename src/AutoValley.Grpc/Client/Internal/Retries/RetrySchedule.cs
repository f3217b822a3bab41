using System.Globalization;
using Grpc.Core;

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>Says of one call after each attempt whether, and when, there is another (gRFC A6, "Summary of Retry and Hedging Logic").</summary>
internal sealed class RetrySchedule(RetryRule rule, RetryThrottle? throttle, Func<double> chance)
{
    public const string PreviousAttemptsHeader = "grpc-previous-rpc-attempts";
    public const string PushbackHeader = "grpc-retry-pushback-ms";

    private int _grown;
    private volatile bool _committed;

    /// <summary>Attempts that have failed.</summary>
    public int PreviousAttempts { get; private set; }

    /// <summary>The attempt under way is the last one: its headers came, or the requests are no longer kept.</summary>
    public void Commit() => _committed = true;

    /// <summary>An attempt failed.</summary>
    /// <returns>The pause before the next one; null when this one's status is the call's.</returns>
    public TimeSpan? Next(Status status, Metadata trailers)
    {
        var pushback = trailers.GetValue(PushbackHeader);
        var milliseconds = Milliseconds(pushback);
        PreviousAttempts++;
        if (!Count(status, refused: pushback is not null && milliseconds is null)
            || !rule.Codes.Contains(status.StatusCode)
            || _committed
            || PreviousAttempts >= rule.MaxAttempts
            || (pushback is not null && milliseconds is null))
            return null;
        if (milliseconds is null)
            return rule.Backoff(_grown++, chance());
        _grown = 0;
        return TimeSpan.FromMilliseconds(milliseconds.Value);
    }

    /// <summary>The call failed after it was committed.</summary>
    public void Failed(Status status) => Count(status, refused: false);

    // A failure that says nothing about the server's load, as INVALID_ARGUMENT, costs no token.
    private bool Count(Status status, bool refused) => throttle is null || !(refused || rule.Codes.Contains(status.StatusCode)) || throttle.Failed();

    // Negative, and whatever is no number, means: not again.
    private static int? Milliseconds(string? pushback) =>
        int.TryParse(pushback, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : null;
}
