namespace Grpc.Core;

/// <summary>What a call takes over from the one on whose behalf it is made; see <see cref="ServerCallContext.CreatePropagationToken"/> and
/// <see cref="CallOptions.WithPropagationToken"/>.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
