using System.Text;
using System.Threading.Channels;
using AutoValley.Edge.Driver;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Driver;

public sealed class DriverBoardTests
{
    private const long Noon = 1_795_348_800_123_000_000;

    private readonly VirtualTime clock = new();
    private readonly DriverBoard board;

    public DriverBoardTests() => board = new DriverBoard(clock);

    [Fact]
    public void Attach_WhileWarned_BeginsWithWhatHolds()
    {
        board.Show(Warning("1", DriverSeverity.Notice));
        board.Show(Warning("2", DriverSeverity.Danger));
        board.Show(Warning("1", DriverSeverity.Notice) with { IsOver = true });
        Assert.Equal(
            [
                """{"kind":"warning","id":"2","severity":"danger","text":"Zürich, \"Danger\"","time":"2026-11-22T12:00:00.123Z","over":false}""",
                """{"kind":"alive","server":false,"warnings":1}""",
            ],
            Read(board.Attach(isOnline: false)!));
    }

    [Fact]
    public void Show_ToDisplays_GoesToAllAndIsCounted()
    {
        var (one, two) = (board.Attach(true)!, board.Attach(true)!);
        Assert.Equal(2, board.Show(Warning("1", DriverSeverity.Warning)));
        board.Detach(one);
        Assert.Equal(1, board.Show(Warning("1", DriverSeverity.Warning) with { IsOver = true }));
        board.Beat(isOnline: true);
        Assert.Equal([false, true], Read(two).Where(line => line.Contains("warning\"", StringComparison.Ordinal)).Select(line => line.Contains("\"over\":true", StringComparison.Ordinal)));
        Assert.Equal(2, Read(one).Count);
        Assert.Equal(0, board.Warnings);
    }

    [Fact]
    public void Show_MoreThanFit_LeastSevereGoesAndDisplaysAreTold()
    {
        for (var i = 0; i < DriverBoard.MaximumWarnings; i++)
            board.Show(Warning($"{i}", i == 3 ? DriverSeverity.Notice : DriverSeverity.Danger));
        var display = board.Attach(true)!;
        Read(display);
        board.Show(Warning("new", DriverSeverity.Warning));
        var last = Read(display)[^1];
        Assert.Contains("\"id\":\"3\"", last, StringComparison.Ordinal);
        Assert.Contains("\"over\":true", last, StringComparison.Ordinal);
        Assert.Equal(DriverBoard.MaximumWarnings, board.Warnings);
    }

    [Fact]
    public void Beat_WarningThatWasNotToldAgain_IsOver()
    {
        board.Show(Warning("1", DriverSeverity.Danger) with { Validity = TimeSpan.FromSeconds(30) });
        board.Show(Warning("2", DriverSeverity.Danger));
        clock.Advance(TimeSpan.FromSeconds(29));
        board.Beat(true);
        board.Show(Warning("1", DriverSeverity.Danger) with { Validity = TimeSpan.FromSeconds(30) });
        clock.Advance(TimeSpan.FromSeconds(29));
        board.Beat(true);
        Assert.Equal(2, board.Warnings);
        var display = board.Attach(true)!;
        Read(display);
        clock.Advance(TimeSpan.FromSeconds(1));
        board.Beat(true);
        Assert.Equal(1, board.Warnings);
        Assert.Contains("\"id\":\"1\",\"severity\":\"danger\",\"text\":\"nothing more was heard of it\"", Read(display)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Beat_DisplayThatDoesNotRead_IsDropped()
    {
        var (lazy, other) = (board.Attach(true)!, board.Attach(true)!);
        for (var i = 0; i < 200; i++)
        {
            board.Beat(true);
            Read(other);
        }
        Assert.Equal(1, board.Show(Warning("1", DriverSeverity.Danger)));
        Read(lazy);
        Assert.True(lazy.Reader.Completion.IsCompleted);
    }

    [Fact]
    public void Attach_TooManyDisplays_IsRefused()
    {
        for (var i = 0; i < DriverBoard.MaximumDisplays; i++)
            Assert.NotNull(board.Attach(true));
        Assert.Null(board.Attach(true));
    }

    private static DriverWarning Warning(string id, DriverSeverity severity) => new(id, severity, $"Zürich, \"{severity}\"", Noon, IsOver: false);

    private static List<string> Read(Channel<byte[]> display)
    {
        var lines = new List<string>();
        while (display.Reader.TryRead(out var line))
            lines.Add(Encoding.UTF8.GetString(line).TrimEnd('\n'));
        return lines;
    }
}
