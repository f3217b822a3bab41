using AutoValley.Mqtt.Server.Connections;

namespace AutoValley.Mqtt.Server.Tests.Connections;

public sealed class StallWatchTests
{
    private static readonly ConnectionProgress Idle = new(false, 7, 0, 7, false, 7);

    public static TheoryData<string> Kinds => ["packet", "acknowledgement", "write"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Look_DueTwiceWithoutMoving_IsStuck(string kind)
    {
        var watch = new StallWatch();
        Assert.Null(watch.Look(Due(kind)));
        Assert.NotNull(watch.Look(Due(kind)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Look_DueTwiceAndMoved_IsNot(string kind)
    {
        var watch = new StallWatch();
        Assert.Null(watch.Look(Due(kind)));
        Assert.Null(watch.Look(Due(kind) with { Packets = 8, Acknowledgements = 8, Writes = 8 }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Look_NotDueInBetween_IsNot(string kind)
    {
        var watch = new StallWatch();
        Assert.Null(watch.Look(Due(kind)));
        Assert.Null(watch.Look(Idle));
        Assert.Null(watch.Look(Due(kind)));
    }

    private static ConnectionProgress Due(string kind) => kind switch
    {
        "packet" => Idle with { PacketIsOpen = true },
        "acknowledgement" => Idle with { AcknowledgementsDue = 3 },
        _ => Idle with { IsWriting = true },
    };
}
