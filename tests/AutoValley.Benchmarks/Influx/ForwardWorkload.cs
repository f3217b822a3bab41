namespace AutoValley.Benchmarks.Influx;

/// <summary>How much goes to InfluxDB, and how often.</summary>
/// <param name="Samples">About, in whole minutes of simulated vehicles of the site's workload; texts are left out.</param>
/// <param name="Rounds">Each of both ways, in turn.</param>
/// <param name="Window">Publishes of a vehicle that wait for their acknowledgement.</param>
internal sealed record ForwardWorkload(long Samples, int Rounds, int Window);
