using System.Net;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>Where monitor messages come in, and what becomes of them.</summary>
internal sealed record MonrOptions
{
    /// <summary>The port that ISO 22133 has for them.</summary>
    public const int StandardPort = 53_240;

    /// <summary>Transmitters that are taken when <see cref="Targets"/> names none; of one more nothing is taken.</summary>
    public const int MaximumTargets = 32;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Any, StandardPort);

    /// <summary>The test frame; null when it is not known where it lies: then there is neither latitude nor heading.</summary>
    public LocalFrame? Frame { get; init; }

    /// <summary>Seconds that GPS time is ahead of UTC.</summary>
    public int LeapSeconds { get; init; } = GpsWeekTime.LeapSeconds;

    /// <summary>The transmitters that are taken; none takes those that come first.</summary>
    public IReadOnlyDictionary<uint, MonrTargetOptions> Targets { get; init; } = new Dictionary<uint, MonrTargetOptions>();
}
