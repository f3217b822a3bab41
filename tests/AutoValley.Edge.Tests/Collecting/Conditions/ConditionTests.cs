using AutoValley.Edge.Collecting.Conditions;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Tests.Collecting.Conditions;

public sealed class ConditionTests
{
    private readonly NewestValues newest = new();

    [Theory]
    [InlineData("Speed > 30 and Brake", "Speed=31 Brake=0", false)]
    [InlineData("Speed > 30 and Brake", "Speed=31 Brake=1", true)]
    [InlineData("Speed > 30 and Brake", "Speed=31", null)]
    [InlineData("Speed > 30 and Brake", "Speed=1", false)]
    [InlineData("Speed > 30 or Brake", "Speed=31", true)]
    [InlineData("Speed > 30 or Brake", "Speed=1", null)]
    [InlineData("not (Speed > 30 or Brake)", "Speed=1 Brake=0", true)]
    [InlineData("Gear == 'D'", "Gear='D'", true)]
    [InlineData("Gear != 'D'", "Gear='R'", true)]
    [InlineData("Gear == 1", "Gear='D'", null)]
    [InlineData("Gear < Other", "Gear='D' Other='E'", null)]
    [InlineData("Speed == 9007199254740993", "Speed=9007199254740993", true)]
    [InlineData("Speed > 9007199254740992", "Speed=9007199254740993", true)]
    [InlineData("Front > Rear", "Front=2 Rear=1", true)]
    [InlineData("Speed > 30", "Speed=nan", null)]
    public void Look_Values_AreComparedAsInASearch(string condition, string values, bool? holds) => Assert.Equal(holds, Looks(condition, values)[0]);

    [Theory]
    [InlineData("rising(Brake)", "Brake=0|Brake=1|Brake=1|Brake=0|Brake=1", "ftfft")]
    [InlineData("rising(Brake)", "Brake=1|Brake=0|Brake=1", "fft")]
    [InlineData("falling(Brake)", "Brake=0|Brake=1|Brake=0|Brake=0", "fftf")]
    [InlineData("rising(Speed > 30)", "Speed=29|Speed=nan|Speed=31|Speed=32", "fftf")]
    [InlineData("Speed > 30 && rising(Brake)", "Speed=31|Brake=0|Brake=1|Speed=32", "fftf")]
    [InlineData("Speed > 30 && rising(Brake)", "Speed=1|Brake=0|Brake=1|Speed=32", "ffff")]
    [InlineData("changed(Gear)", "Gear='P'|Gear='P'|Gear='D'|Gear='D'", "fftf")]
    [InlineData("not changed(Gear)", "Gear='P'|Gear='D'", "tf")]
    [InlineData("held(Speed > 30, 2s)", "Speed=31|Speed=31|Speed=31|Speed=1|Speed=31|Speed=31", "fftfff")]
    [InlineData("rising(held(Brake, 1s))", "Brake=1|Brake=1|Brake=1|Brake=0|Brake=1|Brake=1", "ftffft")]
    public void Look_OverTime_RemembersWhatWasBefore(string condition, string steps, string expected)
    {
        var shown = string.Concat(Looks(condition, steps).Select(look => look == true ? 't' : 'f'));
        Assert.Equal(expected, shown);
    }

    [Fact]
    public void Due_HeldCondition_IsWhenItWillHold()
    {
        var condition = new Condition(PredicateParser.ParseCondition("held(Brake, 500ms) or held(Speed > 1, 2s)"), newest);
        Assert.Equal(long.MaxValue, condition.Due);
        newest[newest.SlotOf("Brake")] = SampleValue.Of(true);
        newest[newest.SlotOf("Speed")] = SampleValue.Of(2.0);
        Assert.False(condition.Look(1_000));
        Assert.Equal(500_001_000, condition.Due);
        Assert.True(condition.Look(500_001_000));
        Assert.Equal(2_000_001_000, condition.Due);
        newest[newest.SlotOf("Brake")] = SampleValue.Of(false);
        Assert.False(condition.Look(500_002_000));
        Assert.True(condition.Look(2_000_001_000));
        Assert.Equal(long.MaxValue, condition.Due);
    }

    [Fact]
    public void Look_ClockSetBack_HoldsAnew()
    {
        var condition = new Condition(PredicateParser.ParseCondition("held(Brake, 1s)"), newest);
        newest[newest.SlotOf("Brake")] = SampleValue.Of(true);
        Assert.False(condition.Look(10_000_000_000));
        Assert.False(condition.Look(1_000_000_000));
        Assert.True(condition.Look(2_000_000_000));
    }

    /// <summary>A look after each step, a second apart.</summary>
    private bool?[] Looks(string text, string steps)
    {
        var condition = new Condition(PredicateParser.ParseCondition(text), newest);
        return [.. steps.Split('|').Select((step, second) =>
        {
            foreach (var part in step.Split(' '))
                newest[newest.SlotOf(part.Split('=')[0])] = ValueOf(part.Split('=')[1]);
            return condition.Look(second * 1_000_000_000L);
        })];
    }

    private static SampleValue ValueOf(string text) => text switch
    {
        ['\'', .. var inner, '\''] => SampleValue.Of(inner),
        "nan" => SampleValue.Of(double.NaN),
        _ => SampleValue.Of(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
