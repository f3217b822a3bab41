using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>What came of sending a call's request: responses to be read, or a status.</summary>
internal sealed class Attempt
{
    /// <summary>The answer whose responses are to be read.</summary>
    public HttpResponseMessage? Http { get; init; }

    /// <summary>Null when the attempt is over.</summary>
    public MessageReader? Responses { get; init; }

    /// <summary>The response headers; null when no gRPC answer came.</summary>
    public Metadata? Headers { get; init; }

    /// <summary>When it is over: how.</summary>
    public Status Status { get; init; }

    /// <summary>When it is over: what the server said beside the status.</summary>
    public Metadata Trailers { get; init; } = Metadata.Empty;
}
