using AutoValley.Edge.Sources;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Tests.Sources;

public sealed class FaultCountsTests
{
    private readonly KeepingLogger logger = new();

    [Fact]
    public void Add_Flood_IsCountedAndTheFirstOfEachCauseIsLogged()
    {
        var counts = new FaultCounts<DayOfWeek>("here", [(DayOfWeek.Monday, "mondays"), (DayOfWeek.Friday, "fridays"), (DayOfWeek.Sunday, "sundays")], logger);
        for (var index = 0; index < 1_000; index++)
        {
            counts.Add(DayOfWeek.Friday, $"number {index}");
            counts.Add(DayOfWeek.Monday, "again");
        }
        Assert.Equal([new SourceCount("mondays", 1_000, IsGap: true), new SourceCount("fridays", 1_000, IsGap: true)], counts.Counts);
        Assert.Equal("again", counts.Last);
        Assert.Equal(["Source here: fridays, the first: number 0; more of them are only counted", "Source here: mondays, the first: again; more of them are only counted"], logger.Lines);
    }

    [Theory]
    [InlineData("plain ü", "plain ü")]
    [InlineData("a\r\nError: \u001b[31mforged", "a??Error: ?[31mforged")]
    public void Add_TextOfAPeer_IsOneLine(string detail, string expected)
    {
        var counts = new FaultCounts<DayOfWeek>("here", [(DayOfWeek.Monday, "mondays")], logger);
        counts.Add(DayOfWeek.Monday, detail);
        Assert.Equal(expected, counts.Last);
        Assert.Contains(expected, logger.Lines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LongText_IsCut() => Assert.Equal(Printable.MaximumLength + 1, Printable.Of(new string('x', 100_000)).Length);

    private sealed class KeepingLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
