using AutoValley.Site.Alarms;
using static AutoValley.Site.Tests.Alarms.AlarmLife;

namespace AutoValley.Site.Tests.Alarms;

public sealed class AlarmBookSnapshotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restore_CutAfterEachStep_SameTransitionsAsWithoutACut(int seed)
    {
        var whole = Walk(seed, cut: -1);
        Assert.True(whole.Count > 30, $"{whole.Count} transitions");
        for (var cut = 0; cut < Steps; cut++)
            Assert.Equal(whole, Walk(seed, cut));
    }

    private const int Steps = 150;

    // Random conditions and persons, with delays, latching and few places, so that all paths are gone.
    private static List<AlarmTransition> Walk(int seed, int cut)
    {
        var policies = AlarmKinds.All.ToDictionary(kind => kind, kind => new AlarmPolicy(
            AlarmSeverity.High, TimeSpan.FromSeconds((int)kind % 3), TimeSpan.FromSeconds((int)kind % 2), (int)kind % 4 == 0));
        var life = new AlarmLife(new AlarmOptions { Policies = policies, MaximumOpen = 6, MaximumClosed = 3 });
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            var now = step * Second;
            life.At(now, [.. AlarmKinds.All.Where(_ => random.Next(10) < 6).Select(kind => new Condition(new AlarmKey(kind, null, Truck)))]);
            var id = random.Next(1, 20);
            _ = random.Next(5) switch
            {
                0 => life.Acknowledge(id, now),
                1 => life.Shelve(id, now + (5 * Second), now),
                2 => life.Unshelve(id, now),
                3 => life.Reset(id, now),
                _ => AlarmOutcome.Done,
            };
            if (step == cut)
                life.Restart();
        }
        return life.Transitions;
    }
}
