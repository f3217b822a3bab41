namespace AutoValley.Storage.Influx;

/// <summary>How sealing to an InfluxDB goes.</summary>
/// <param name="Dialect">What it speaks; <see cref="InfluxDialect.Auto"/> before it answered first.</param>
/// <param name="Version">As it says itself; empty when it did not.</param>
public sealed record RemoteStatistics(InfluxDialect Dialect, string Version)
{
    /// <summary>Since when it takes nothing, Unix nanoseconds; null when it does.</summary>
    public long? DownSince { get; init; }

    /// <summary>Requests whose samples are stored, since the start.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that came to nothing and were made again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests under way.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests that may be under way.</summary>
    public int AllowedInFlight { get; init; }

    /// <summary>Lines, and columns with samples, that InfluxDB cannot keep: each a dead letter.</summary>
    public long Refused { get; init; }
}
