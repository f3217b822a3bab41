namespace Grpc.Core;

/// <summary>What a caller may say about one call.</summary>
public readonly struct CallOptions
{
    /// <summary>All parts are optional.</summary>
    /// <param name="headers">Request headers.</param>
    /// <param name="deadline">UTC; the call ends with DEADLINE_EXCEEDED at both ends when it is reached.</param>
    /// <param name="cancellationToken">Ends the call with CANCELLED at both ends.</param>
    /// <param name="writeOptions">For the requests, unless the stream writer says otherwise.</param>
    /// <param name="propagationToken">Of the call on whose behalf this one is made.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
    }

    /// <summary>Request headers.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>UTC; null for none.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Ends the call with CANCELLED at both ends.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>For the requests, unless the stream writer says otherwise.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Of the call on whose behalf this one is made: it ends with that one, and no later than its deadline.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>The same with other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with another deadline.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same with other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same on behalf of another call.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    /// <summary>The earlier one of the call's own deadline and that of the call on whose behalf it is made; null for none. UTC.</summary>
    internal DateTime? EffectiveDeadline
    {
        get
        {
            var own = Deadline is { } deadline && deadline != DateTime.MaxValue ? deadline.ToUniversalTime() : (DateTime?)null;
            var parent = (PropagationToken as PropagatedContext)?.Deadline;
            return own is null || parent < own ? parent ?? own : own;
        }
    }
}
