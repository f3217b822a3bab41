namespace AutoValley.Site.Occupancy;

/// <summary>How <see cref="OccupancyTracker"/> judges. The defaults suit cars with GNSS on a proving ground.</summary>
public sealed record OccupancyOptions
{
    /// <summary>Metres beyond the margin by which a vehicle must be clear of a zone to leave it, and deeper in it than the margin to be surely in.</summary>
    public double Hysteresis { get; init; } = 0.5;

    /// <summary>A zone is left only when every fix has been clear of it for so long, by the vehicle's clock and by the server's.</summary>
    public TimeSpan Dwell { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence of this length makes a vehicle stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A fix that is older than this when it comes is late: for the record only.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of a vehicle whose fixes are too late by the same time for so long is behind; what lay in a spool comes ever less late.</summary>
    public TimeSpan BehindAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By so much the times that fixes are late by may differ and be the same: what a mobile network's delay varies by.</summary>
    public TimeSpan LagTolerance { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A fix that is farther in the future than this when it comes puts the vehicle's clock in doubt.</summary>
    public TimeSpan FutureLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A clock that is off by more than this is in doubt.</summary>
    public TimeSpan ClockErrorLimit { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Of a clock nothing is known about: that of a computer that asks a time server over a mobile network.</summary>
    public TimeSpan AssumedClockError { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Metres; a fix less accurate than this is in doubt.</summary>
    public double AccuracyLimit { get; init; } = 10;

    /// <summary>Metres, of a receiver that does not say: GNSS without corrections under an open sky.</summary>
    public double AssumedAccuracy { get; init; } = 3;

    /// <summary>Metres; a fix less accurate than this takes no vehicle out of a zone, and its margin is this.</summary>
    public double MaximumMargin { get; init; } = 50;

    /// <summary>Metres more margin for a vehicle whose clock or accuracy is in doubt: it is uncertain in all zones so near.</summary>
    public double DoubtMargin { get; init; } = 10;

    /// <summary>km/h, of a vehicle that does not say how fast it is; with the clock's error it makes metres.</summary>
    public double AssumedSpeed { get; init; } = 60;

    /// <summary>km/h; a fix that would need more is a jump.</summary>
    public double MaximumSpeed { get; init; } = 400;

    /// <summary>Metres that a fix may be off without being a jump, beside speed and accuracies.</summary>
    public double JumpAllowance { get; init; } = 20;

    /// <summary>Metres from the map's zones and boundary; fixes farther away are refused.</summary>
    public double MaximumDistance { get; init; } = 100_000;

    /// <summary>Vehicles known at once, and described; at the limit the one cleared longest ago makes room, or the new one is refused and counted.</summary>
    public int MaximumVehicles { get; init; } = 10_000;

    /// <summary>Zones occupied by one vehicle at once; more are left out, counted, and the vehicle is marked.</summary>
    public int MaximumZones { get; init; } = 256;
}
