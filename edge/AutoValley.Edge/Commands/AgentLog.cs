using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Commands;

/// <summary>The log of a command: a line each, on standard error.</summary>
internal static class AgentLog
{
    /// <summary>Nothing at all.</summary>
    public static ILoggerFactory Silent() => LoggerFactory.Create(logging => logging.ClearProviders());

    /// <summary>What goes wrong; with verbose what goes well too.</summary>
    public static ILoggerFactory Create(bool verbose) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
