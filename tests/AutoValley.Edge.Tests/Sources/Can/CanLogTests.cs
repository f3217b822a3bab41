using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

/// <summary>The same frames out of every format.</summary>
public sealed class CanLogTests
{
    private const string Rav4 = "can/rav4-comma2k19";

    [SharedDataTheory("can")]
    [InlineData("can/car-obd-gnss-3BA199E2/drive_part2.mf4", "can/car-obd-gnss-3BA199E2/drive_part2.candump.log.gz", 73_812)]
    [InlineData("can/car-obd-gnss-3BA199E2/drive_part3.mf4", "can/car-obd-gnss-3BA199E2/drive_part3.candump.log.gz", 73_799)]
    [InlineData("can/truck-j1939-11111111/truck.mf4", "can/truck-j1939-11111111/truck.candump.log.gz", 57_849)]
    public void Read_Mf4_GivesTheFramesOfItsCandump(string mf4, string candump, int count)
    {
        using var log = CanLog.Open(SharedData.PathOf(mf4));
        var frames = Frames(log).ToArray();
        Assert.Equal(count, frames.Length);
        AssertSame(Frames(candump), frames, 0);
    }

    [SharedDataTheory("can")]
    // The drive begins 930 us after a millisecond, and starts of ASC and BLF are whole ones: the one cut off, the other rounded.
    [InlineData("first2s.asc", 930_300, "other lines: 1")]
    [InlineData("first2s.blf", -69_700, "")]
    [InlineData("first2s.csv", 0, "")]
    public void Read_FormatsOfOneDrive_GiveItsFrames(string file, long early, string leftOut)
    {
        using var log = CanLog.Open(SharedData.PathOf($"{Rav4}/formats/{file}"));
        var frames = Frames(log).ToArray();
        Assert.Equal(3_293, frames.Length);
        var expected = Frames($"{Rav4}/candump.log.gz").Where(frame => frame.Bus is "can0" or "can1").Take(frames.Length);
        // CSV names no bus.
        AssertSame(file.EndsWith("csv", StringComparison.Ordinal) ? expected.Select(frame => frame with { Bus = "can0" }) : expected, frames, early);
        Assert.Equal(leftOut, log.LeftOut);
    }

    private static void AssertSame(IEnumerable<Seen> expected, IReadOnlyList<Seen> actual, long early)
    {
        var index = 0;
        foreach (var frame in expected)
        {
            var other = actual[index++];
            Assert.Equal(frame with { Time = 0 }, other with { Time = 0 });
            Assert.InRange(frame.Time - other.Time - early, -1_000, 1_000);
        }
        Assert.Equal(index, actual.Count);
    }

    private static IEnumerable<Seen> Frames(string file)
    {
        using var log = CanLog.Open(SharedData.PathOf(file));
        foreach (var frame in Frames(log))
            yield return frame;
    }

    private static IEnumerable<Seen> Frames(ICanLog log)
    {
        while (log.Read())
            yield return new Seen(log.Frame.Time, log.Frame.Bus, log.Frame.Id, log.Frame.IsExtended, log.Frame.Kind, Convert.ToHexString(log.Frame.Data));
    }

    private sealed record Seen(long Time, string Bus, uint Id, bool IsExtended, CanFrameKind Kind, string Data);
}
