using System.Globalization;
using AutoValley.Server.Query;

namespace AutoValley.Server.Tests.Query;

public sealed class QueryThreadsTests
{
    [Fact]
    public async Task QueryThreads_OnLinux_GiveWayToAllOthers()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var others = OwnNiceness();
        using var threads = new QueryThreads(1);
        var niceness = await Task.Factory.StartNew(OwnNiceness, CancellationToken.None, TaskCreationOptions.None, threads);
        Assert.Equal(BackgroundThread.Niceness, niceness);
        Assert.True(others < niceness, $"{others} here");
    }

    // proc(5): field 19 of stat, the 17th after the name's bracket.
    private static int OwnNiceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
