using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Tests.Maintenance;

/// <summary>Lets a test wait for what a background service logs.</summary>
internal sealed class LogSignal<T> : ILogger<T>
{
    private readonly Channel<int> ids = Channel.CreateUnbounded<int>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        ids.Writer.TryWrite(eventId.Id);

    /// <summary>Waits for the next entry of that id.</summary>
    public async Task UntilAsync(int id)
    {
        while (await ids.Reader.ReadAsync() != id)
        {
            // What comes before is for others.
        }
    }
}
