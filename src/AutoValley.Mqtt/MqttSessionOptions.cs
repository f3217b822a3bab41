namespace AutoValley.Mqtt;

/// <summary>How a <see cref="MqttClientSession"/> outlives its connections.</summary>
public sealed record MqttSessionOptions
{
    /// <summary>Wait after the first failure; it doubles with each one in a row, and each wait is cut by up to a half at random.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that held so long was good: the next wait is the first one again.</summary>
    public TimeSpan Good { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Numbers from 0 to below 1 for the waits.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Keeps publishes of QoS 1 and 2 beyond the process; null keeps them in memory. The session disposes it.</summary>
    public IMqttClientStore? Store { get; init; }

    /// <summary>Called at each change of the connection, in order; it must not block.</summary>
    public Action<MqttSessionStatus>? Changed { get; init; }
}
