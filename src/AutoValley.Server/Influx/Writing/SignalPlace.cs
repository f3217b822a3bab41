namespace AutoValley.Server.Influx.Writing;

/// <summary>Where a signal is in InfluxDB's words.</summary>
/// <param name="Measurement">As it is.</param>
/// <param name="Field">As it is.</param>
/// <param name="Tags">Beside the vehicle's, by key.</param>
internal sealed record SignalPlace(string Measurement, string Field, IReadOnlyList<(string Key, string Value)> Tags);
