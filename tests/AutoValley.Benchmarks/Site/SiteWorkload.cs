namespace AutoValley.Benchmarks.Site;

/// <summary>How much drives for how long.</summary>
/// <param name="Vehicles">Each 40 signals at 100 Hz, 100 at 10 Hz and 60 at 1 Hz, a batch every 100 ms.</param>
/// <param name="Duration">Driving time, in event time.</param>
/// <param name="Maximum">Not in real time but as fast as samples are taken.</param>
internal sealed record SiteWorkload(int Vehicles, TimeSpan Duration, bool Maximum);
