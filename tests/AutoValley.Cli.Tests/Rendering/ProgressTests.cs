using System.Text;
using AutoValley.Cli.Rendering;

namespace AutoValley.Cli.Tests.Rendering;

public sealed class ProgressTests
{
    private readonly StringBuilder error = new();
    private readonly SteppingClock clock = new();

    [Fact]
    public void Add_LongAnswer_IsShownNowAndThenAndTakenAway()
    {
        using (var progress = new Progress(Host(outputIsTerminal: false)))
        {
            progress.Add(1_000, "A");
            Assert.Equal("", error.ToString());
            clock.Advance(TimeSpan.FromSeconds(1));
            progress.Add(1_000, "B");
            progress.Add(1_000, "B");
            Assert.Equal("\r2,000 rows, 2,000/s, B", error.ToString());
        }
        Assert.Equal("\r2,000 rows, 2,000/s, B\r" + new string(' ', 22) + "\r", error.ToString());
    }

    [Fact]
    public void Add_RowsGoToTheTerminal_IsSilent()
    {
        using (var progress = new Progress(Host(outputIsTerminal: true)))
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            progress.Add(1, "A");
            Assert.Equal(1, progress.Rows);
        }
        Assert.Equal("", error.ToString());
    }

    private Host Host(bool outputIsTerminal) =>
        new() { Output = TextWriter.Null, Error = new StringWriter(error), ErrorIsTerminal = true, OutputIsTerminal = outputIsTerminal, Clock = clock };

    private sealed class SteppingClock : TimeProvider
    {
        private long timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => timestamp;

        public void Advance(TimeSpan by) => timestamp += by.Ticks;
    }
}
