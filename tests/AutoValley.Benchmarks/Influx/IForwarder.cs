using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Influx;

/// <summary>A way from MQTT to an InfluxDB: processes that were started for it.</summary>
internal interface IForwarder : IAsyncDisposable
{
    /// <summary>As the tables name it.</summary>
    string Name { get; }

    /// <summary>What a publish's acknowledgement says.</summary>
    string Durability { get; }

    /// <summary>Where rows are published.</summary>
    int MqttPort { get; }

    /// <summary>What works for it, by name, but InfluxDB.</summary>
    IReadOnlyList<(string Name, Func<TimeSpan> Cpu)> Processes { get; }
}
