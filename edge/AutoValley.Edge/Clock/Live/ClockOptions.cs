using System.Net;
using AutoValley.Edge.Linux;

namespace AutoValley.Edge.Clock.Live;

/// <summary>Where those are asked who keep the vehicle's clock.</summary>
internal sealed record ClockOptions
{
    /// <summary>chronyd.</summary>
    public IPEndPoint Chrony { get; init; } = ChronyWitness.Standard;

    /// <summary>ptp4l.</summary>
    public string Ptp { get; init; } = PtpWitness.Standard;

    /// <summary>Of PTP.</summary>
    public byte PtpDomain { get; init; }

    /// <summary>
    /// Them, the one that counts first at the beginning: chronyd speaks of the system clock itself, and of PTP and satellites where these are its references;
    /// ptp4l of what it steers; the kernel only of a bound.
    /// </summary>
    public IReadOnlyList<IClockWitness> Witnesses(TimeProvider clock) =>
    [
        new ChronyWitness(Chrony, clock),
        new PtpWitness(Ptp, PtpDomain, () => KernelClock.Read() is { IsSteered: true }, clock),
        new KernelWitness(KernelClock.Read),
    ];
}
