using AutoValley.Testing;
using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class DeadlineTimerTests
{
    private readonly VirtualTime _clock = new();

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData(0.0001)]
    [InlineData(1)]
    [InlineData(86_400 * 365 * 3)]
    public void Deadline_HoweverFar_ExpiresOnceAndNotBefore(double seconds)
    {
        var deadline = Now.AddSeconds(seconds);
        var expired = new List<DateTime>();
        using var timer = new DeadlineTimer(_clock, deadline, () => expired.Add(Now));
        _clock.Advance(TimeSpan.FromSeconds(seconds + 86_400));
        Assert.InRange(Assert.Single(expired), deadline, deadline.AddSeconds(0.002));
    }

    [Fact]
    public void Deadline_AlreadyPassed_ExpiresAtOnce()
    {
        var expired = 0;
        using var timer = new DeadlineTimer(_clock, Now.AddSeconds(-1), () => expired++);
        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(1, expired);
    }

    [Fact]
    public void Dispose_BeforeTheDeadline_Silences()
    {
        var expired = 0;
        new DeadlineTimer(_clock, Now.AddSeconds(1), () => expired++).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, expired);
    }
}
