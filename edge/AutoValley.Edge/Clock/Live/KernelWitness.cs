using AutoValley.Edge.Linux;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// Asks the kernel, for daemons that nobody else here speaks with: systemd-timesyncd, ntpd. They steer the clock towards no offset; the bound is theirs.
/// </summary>
/// <param name="read">Reads the kernel's state.</param>
internal sealed class KernelWitness(Func<KernelClock?> read) : IClockWitness
{
    /// <inheritdoc/>
    public string Name => "kernel";

    /// <inheritdoc/>
    public ValueTask<ClockAnswer> AskAsync(CancellationToken cancellation) => new(read() switch
    {
        null => new ClockAnswer(null, "does not tell"),
        { IsSteered: false } => new ClockAnswer(null, "knows nobody who steers the system clock"),
        { } state => new ClockAnswer(new ClockQuality(ClockSource.Ntp, 0, (ulong)state.MostError.TotalNanoseconds), "knows that somebody steers the system clock"),
    });
}
