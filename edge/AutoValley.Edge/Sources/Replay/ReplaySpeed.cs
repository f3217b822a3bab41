using System.Globalization;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>How fast a recording is replayed: recorded seconds a second, or as fast as the sink takes it.</summary>
public readonly record struct ReplaySpeed
{
    private ReplaySpeed(double factor) => Factor = factor;

    /// <summary>As fast as the sink takes it.</summary>
    public static ReplaySpeed Maximum { get; } = new(double.PositiveInfinity);

    /// <summary>As it was recorded.</summary>
    public static ReplaySpeed Recorded { get; } = new(1);

    /// <summary>Recorded seconds a second; infinite for <see cref="Maximum"/>.</summary>
    public double Factor { get; }

    /// <summary>Whether nothing waits for the clock.</summary>
    public bool IsMaximum => double.IsPositiveInfinity(Factor);

    /// <summary>Reads <c>max</c> or a number from 0.001 to 1,000,000.</summary>
    public static bool TryParse(string text, out ReplaySpeed speed)
    {
        speed = Maximum;
        if (text == "max")
            return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) || factor is not (>= 0.001 and <= 1e6))
            return false;
        speed = new ReplaySpeed(factor);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsMaximum ? "max" : Factor.ToString(CultureInfo.InvariantCulture);
}
