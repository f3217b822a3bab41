namespace AutoValley.Cli.Tests.Fakes;

/// <summary>A clock that stands at one instant.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
