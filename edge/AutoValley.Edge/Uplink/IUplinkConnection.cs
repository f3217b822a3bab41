using AutoValley.Telemetry;

namespace AutoValley.Edge.Uplink;

/// <summary>What the server says to a publish.</summary>
internal enum PublishOutcome
{
    /// <summary>It has it; durable is what a watermark says.</summary>
    Accepted,

    /// <summary>Not now: over a quota, or in trouble of its own.</summary>
    Later,

    /// <summary>Never: these bytes are of no use to it.</summary>
    Refused,
}

/// <summary>The answer to a publish.</summary>
/// <param name="Outcome">What becomes of the publish.</param>
/// <param name="Reason">The server's word for it, for logs.</param>
internal readonly record struct PublishAnswer(PublishOutcome Outcome, string Reason);

/// <summary>One connection of one vehicle to the server. Everything throws <see cref="IOException"/> once it is lost.</summary>
internal interface IUplinkConnection : IAsyncDisposable
{
    /// <summary>Publishes on a topic of the vehicle; completes with the server's answer. Calls keep their order on the wire.</summary>
    ValueTask<PublishAnswer> PublishAsync(TopicKind topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellation);

    /// <summary>Asks for the vehicle's watermarks and commands.</summary>
    /// <returns>Why there will be no commands; null when there will.</returns>
    Task<string?> SubscribeAsync(CancellationToken cancellation);

    /// <summary>Waits for what comes next on a topic towards the vehicle.</summary>
    ValueTask<(TopicKind Topic, ReadOnlyMemory<byte> Payload)> ReadAsync(CancellationToken cancellation);

    /// <summary>Completes when the connection ended; faulted with the reason.</summary>
    Task Closed { get; }

    /// <summary>Leaves in good order: the Will is not published.</summary>
    Task DisconnectAsync(CancellationToken cancellation);
}

/// <summary>Makes connections.</summary>
internal interface IUplinkConnector
{
    /// <summary>For logs: the server's address.</summary>
    string Server { get; }

    /// <exception cref="IOException">The server is not there or refuses; the message says why.</exception>
    Task<IUplinkConnection> ConnectAsync(CancellationToken cancellation);
}
