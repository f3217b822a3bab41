using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sampling;
using AutoValley.V1;
using Mode = AutoValley.V1.SchemeTrigger.Types.Mode;

namespace AutoValley.Edge.Tests.Collecting;

public sealed class SchemeReaderTests
{
    [Fact]
    public void Read_WholeScheme_SaysAll()
    {
        var scheme = Assert.Single(SchemeReader.Read(new SchemeSet
        {
            Version = 1,
            Schemes =
            {
                new CollectionScheme
                {
                    Name = "brakes", ValidFrom = 5, ValidUntil = 7, Priority = V1.CollectionScheme.Types.Priority.High,
                    Signals = { Signal("CAN.BRAKE.*", new V1.Sampling { EveryNanos = 3 }), Signal("*", new V1.Sampling { DeadBand = 0.5, AtMostEachNanos = 4, HeartbeatNanos = 9 }) },
                    Trigger = new V1.SchemeTrigger { Condition = "A > 1", Mode = Mode.While, BeforeNanos = 1, AfterNanos = 2, MinimumIntervalNanos = 3 },
                },
            },
        }));
        Assert.Equal(("brakes", 5, 7, true), (scheme.Name, scheme.From, scheme.Until, scheme.IsHigh));
        Assert.Equal(new SamplingRule { Every = 3 }, scheme.RuleOf("CAN.BRAKE.PRESSED"));
        Assert.Equal(new SamplingRule { DeadBand = 0.5, AtMostEach = 4, Heartbeat = 9 }, scheme.RuleOf("CAN.BRAKES"));
        Assert.Equal("A > 1", scheme.Trigger!.Condition.ToString());
        Assert.Equal((true, 1, 2, 3), (scheme.Trigger.IsWhile, scheme.Trigger.Before, scheme.Trigger.After, scheme.Trigger.Interval));
    }

    [Fact]
    public void Read_ManyErrors_TellsAllWithTheirSchemes()
    {
        var told = Assert.Throws<FormatException>(() => SchemeReader.Read(new SchemeSet
        {
            Schemes =
            {
                new CollectionScheme { Name = "a b" },
                new CollectionScheme
                {
                    Name = "c", ValidFrom = 7, ValidUntil = 7,
                    Signals = { Signal("CAN*"), Signal("", null), Signal("x", new V1.Sampling { DeadBand = -1, EveryNanos = ulong.MaxValue }) },
                    Trigger = new V1.SchemeTrigger { Condition = "A >", BeforeNanos = 3_600_000_000_001 },
                },
                new CollectionScheme { Name = "c", Signals = { Signal("x") } },
            },
        })).Message.Split('\n');
        Assert.Equal(
            [
                "scheme 'a b': is no name of a scheme: 1 to 64 of A-Z a-z 0-9 . _ -", "scheme a b: has 0 signals, not 1 to 1000", "scheme c: ends before it begins",
                "scheme c: 'CAN*' is no signal: a name, a beginning as CAN.*, or *", "scheme c: '' is no signal: a name, a beginning as CAN.*, or *",
                "scheme c: x: a dead band is 0 or more", "scheme c: x: every of 18446744073709551615 ns is more than 86400000000000",
                "scheme c: mode 0 of its trigger is neither EDGE nor WHILE", "scheme c: before of 3600000000001 ns is more than 3600000000000",
                "scheme c: condition, position 4: expected a signal's name, a number, true, false or 'text', found the end", "c: two schemes of that name",
            ],
            told);
    }

    [Fact]
    public void Read_TooMany_IsRefused()
    {
        var many = new SchemeSet { Schemes = { Enumerable.Range(0, 33).Select(number => new CollectionScheme { Name = $"s{number}", Signals = { Signal("*") } }) } };
        Assert.Equal("33 schemes, more than 32", Assert.Throws<FormatException>(() => SchemeReader.Read(many)).Message);
        var wide = new SchemeSet { Schemes = { new CollectionScheme { Name = "s", Signals = { Enumerable.Range(0, 1_001).Select(number => Signal($"S{number}")) } } } };
        Assert.Equal("scheme s: has 1001 signals, not 1 to 1000", Assert.Throws<FormatException>(() => SchemeReader.Read(wide)).Message);
    }

    private static V1.SchemeSignal Signal(string name, V1.Sampling? sampling = null) => new() { Name = name, Sampling = sampling };
}
