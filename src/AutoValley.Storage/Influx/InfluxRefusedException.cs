namespace AutoValley.Storage.Influx;

/// <summary>InfluxDB answers, but not with what was asked for.</summary>
/// <param name="message">What it said.</param>
internal sealed class InfluxRefusedException(string message) : Exception(message);
