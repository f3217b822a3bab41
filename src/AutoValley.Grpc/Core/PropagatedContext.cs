namespace Grpc.Core;

/// <summary>Deadline and cancellation of a server's call, for the calls that it makes.</summary>
internal sealed class PropagatedContext(DateTime? deadline, CancellationToken cancellationToken) : ContextPropagationToken
{
    public DateTime? Deadline { get; } = deadline;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public static PropagatedContext Of(ServerCallContext context, ContextPropagationOptions? options)
    {
        var parts = options ?? ContextPropagationOptions.Default;
        return new PropagatedContext(
            parts.IsPropagateDeadline && context.Deadline != DateTime.MaxValue ? context.Deadline : null,
            parts.IsPropagateCancellation ? context.CancellationToken : CancellationToken.None);
    }
}
