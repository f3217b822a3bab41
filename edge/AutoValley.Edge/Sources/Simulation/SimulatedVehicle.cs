using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation.Signals;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// A made-up vehicle that drives a route for ever, or for a span: forces within what motor and tyres give, springs, sensors with noise and bias, 40 signals at 100 Hz,
/// 100 at 10 Hz and 60 at 1 Hz. Deterministic: every run gives the same samples but for the times, which count from the start of the run.
/// Writes ten steps of 10 ms in a row when the last of them is due; one that is late is made up, never left out.
/// </summary>
public sealed class SimulatedVehicle : ISampleSource
{
    private const long TickNanos = UnixTime.NanosPerSecond / 100;
    private const int TicksAWrite = 10;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly SimulationOptions options;
    private readonly RouteGeometry route;
    private readonly VehicleTraits traits;
    private readonly TimeProvider clock;

    /// <exception cref="SourceException">The route is unusable; the message names it and the reason.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind, the profile or the friction is none that there is.</exception>
    public SimulatedVehicle(SimulationRoute route, SimulationOptions options, TimeProvider clock)
    {
        var profile = options.Profile;
        ArgumentOutOfRangeException.ThrowIfNegative(profile.At100Hz);
        ArgumentOutOfRangeException.ThrowIfNegative(profile.At10Hz);
        ArgumentOutOfRangeException.ThrowIfNegative(profile.At1Hz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(profile.At100Hz, FastSignals.All.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(profile.At10Hz, MediumSignals.All.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(profile.At1Hz, SlowSignals.All.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Friction, SimulationOptions.LeastFriction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Friction, SimulationOptions.MostFriction);
        (this.options, this.clock, traits) = (options, clock, VehicleTraits.Of(options.Kind).On(options.Friction));
        this.route = new RouteGeometry(route);
        Name = $"simulated {options.Kind.ToString().ToLowerInvariant()} on {route.Name}, seed {options.Seed}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => [.. Rates.SelectMany(rate => rate.Signals.Take(rate.Count)).Select(signal => signal.Spec)];

    private (IReadOnlyList<SimulatedSignal> Signals, int Count, int Period)[] Rates =>
    [
        (FastSignals.All, options.Profile.At100Hz, 1), (MediumSignals.All, options.Profile.At10Hz, 10), (SlowSignals.All, options.Profile.At1Hz, 100),
    ];

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        // A sink that never waits must not keep the caller.
        await Task.Yield();
        RateGroup[] groups = [.. Rates.Where(rate => rate.Count > 0).Select(rate => new RateGroup(sink, rate.Signals.Take(rate.Count), rate.Period))];
        var (vehicle, noise) = (new Vehicle(route, traits, options.Friction, options.Seed), new Noise(options.Seed, stream: 4));
        var start = options.Start ?? (UnixTime.Now(clock) / TickNanos * TickNanos);
        var ticks = options.Duration is { } span ? span.Ticks / (TickNanos / TimeSpan.NanosecondsPerTick) : long.MaxValue;
        var pace = new ReplayPace(options.Speed, clock, start);
        for (long tick = 0; tick < ticks;)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = Math.Min(tick + TicksAWrite, ticks);
            if (pace.Remaining(start + ((end - 1) * TickNanos)) is var wait && wait >= ShortestWait)
                await Task.Delay(wait, clock, cancellation);
            for (; tick < end; tick++)
            {
                vehicle.Step();
                foreach (var group in groups)
                {
                    if (group.IsDue(tick))
                        await group.WriteAsync(sink, start + (tick * TickNanos), vehicle, noise, cancellation);
                }
            }
        }
    }
}
