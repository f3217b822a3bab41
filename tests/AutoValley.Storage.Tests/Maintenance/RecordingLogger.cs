using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>Keeps what is logged from a warning on.</summary>
internal sealed class RecordingLogger : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)}");
    }
}
