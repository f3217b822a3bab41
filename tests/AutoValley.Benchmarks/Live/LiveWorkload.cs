namespace AutoValley.Benchmarks.Live;

/// <summary>Who publishes and who watches.</summary>
/// <param name="Vehicles">Each a batch of 506 samples every 100 ms.</param>
/// <param name="Subscribers">Each of one vehicle, spread over all.</param>
/// <param name="Rounds">Times that all is measured.</param>
/// <param name="Duration">Of one measurement.</param>
/// <param name="Plain">Columns plain, else as the vehicle sent them.</param>
internal sealed record LiveWorkload(int Vehicles, int Subscribers, int Rounds, TimeSpan Duration, bool Plain);
