namespace Grpc.Core;

/// <summary>What a call that is made on behalf of another takes over from it.</summary>
public sealed class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>What is said of each.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the call ends when the deadline of the other is reached.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether the call is cancelled with the other.</summary>
    public bool IsPropagateCancellation { get; }
}
