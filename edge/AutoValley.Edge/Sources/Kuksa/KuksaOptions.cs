using AutoValley.Mqtt;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>A databroker, and what is taken from it.</summary>
public sealed record KuksaOptions
{
    /// <summary>The databroker's usual port.</summary>
    public const int StandardPort = 55_555;

    /// <summary>Signals of a source.</summary>
    public const int MaximumSignals = 4_096;

    /// <summary>Changes that the databroker keeps for a subscriber who is behind; the most it allows. It drops the oldest beyond, and tells nobody.</summary>
    public const uint BufferedChanges = 1_000;

    /// <summary><c>http://host:port</c>, or <c>https</c> with <see cref="Tls"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Signals, or branches for all signals below them.</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    /// <summary>How long connecting, and the list of signals, may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How to do TLS; null is without.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>Gives the token that the databroker asks for; once a connection, as it may be renewed. Null is none.</summary>
    public Func<string>? Token { get; init; }
}
