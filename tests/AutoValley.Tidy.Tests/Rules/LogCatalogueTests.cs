using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class LogCatalogueTests
{
    [Theory]
    [InlineData("[LoggerMessage(3001, LogLevel.Debug, \"a\")] [LoggerMessage(EventId = 3002, Level = LogLevel.Debug)]", null)]
    [InlineData("[LoggerMessage(3001, LogLevel.Debug, \"a\")]\n[LoggerMessage(Level = LogLevel.Debug, EventId = 3001)]",
        "2: log entry 3001 is at src/AutoValley.Storage/File.cs:1 too")]
    [InlineData("[LoggerMessage(LogLevel.Debug, \"1\")]", "1: a log entry without a number")]
    [InlineData("[LoggerMessage(4001, LogLevel.Debug, \"a\")]", "1: log entry 4001 of src/AutoValley.Storage/ lies outside of 3000 to 3999")]
    public void Wrong_Numbers_AreFound(string source, string? told) =>
        Assert.Equal(told is null ? [] : [told], LogCatalogue.Wrong(Tree.Of(source)).Told());
}
