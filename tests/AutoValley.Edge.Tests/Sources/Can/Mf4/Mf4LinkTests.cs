using AutoValley.Edge.Sources;

namespace AutoValley.Edge.Tests.Sources.Can.Mf4;

/// <summary>Links that lead nowhere, to another kind of block, or in a circle: one error that says where, soon.</summary>
public sealed class Mf4LinkTests
{
    private static readonly string[] AllBroken =
    [
        "no groups", "group outside", "group negative", "group of another kind", "data of another kind", "data outside", "groups in a circle", "kinds in a circle",
        "channels in a circle", "parts in a circle", "parts of another kind", "lists in a circle", "head of itself", "list of a list",
        "bytes outside", "bytes of another kind",
    ];

    public static TheoryData<string> Broken => [.. AllBroken];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Open_WrongLink_NamesTheByte(string what)
    {
        var file = Break(what);
        var message = Assert.Throws<SourceException>(() =>
        {
            using var reader = file.Open();
            while (reader.Read())
                Assert.NotNull(reader.Frame);
        }).Message;
        Assert.StartsWith(what == "no groups" ? "log: it holds no CAN frames" : "log, byte ", message, StringComparison.Ordinal);
    }

    private static Mf4Builder Break(string what)
    {
        var file = new Mf4Builder();
        var data = file.Data(Mf4Builder.Record(1, 1, [1]));
        var list = file.List(data);
        var head = file.HeadOfList(list);
        var part = file.Channel("CAN_DataFrame.ID", 0, 0, 9, 32);
        var channel = file.Channel("Timestamp", 2, 0, 0, 64, file.Channel("CAN_DataFrame", 0, 10, 8, 8, part));
        var kind = file.Group(channel, Mf4Builder.RecordBytes);
        var group = file.DataGroup(what.StartsWith("bytes", StringComparison.Ordinal) ? Pointing(file, what) : file.FrameGroup(), head);
        return what switch
        {
            "no groups" => file.Link(Mf4Builder.Head, 0, 0),
            "group outside" => file.Link(Mf4Builder.Head, 0, 1L << 40),
            "group negative" => file.Link(Mf4Builder.Head, 0, -8),
            "group of another kind" => file.Link(Mf4Builder.Head, 0, data),
            "data of another kind" => file.Link(group, 2, kind),
            "data outside" => file.Link(list, 1, long.MaxValue),
            "groups in a circle" => file.Link(group, 0, group),
            "kinds in a circle" => file.Link(group, 1, kind).Link(kind, 0, kind),
            "channels in a circle" => file.Link(group, 1, kind).Link(channel, 0, channel),
            "parts in a circle" => file.Link(group, 1, kind).Link(part, 1, part),
            "parts of another kind" => file.Link(group, 1, kind).Link(part, 1, data),
            "lists in a circle" => file.Link(list, 0, list),
            "head of itself" => file.Link(head, 0, head),
            "list of a list" => file.Link(list, 1, list),
            _ => file,
        };
    }

    private static long Pointing(Mf4Builder file, string what) => file.FrameGroup(what == "bytes outside" ? 1L << 40 : file.Block("TX", [], new byte[8]));
}
