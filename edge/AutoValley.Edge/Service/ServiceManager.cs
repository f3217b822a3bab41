using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Service;

/// <summary>
/// Tells systemd how the agent is, over the socket that it names in <c>NOTIFY_SOCKET</c> (sd_notify(3)). Nothing is told where there is none. What cannot be told
/// is logged once and stops nothing.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? socket;
    private readonly ILogger logger;
    private bool isMute;

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="processId">Of this process: the watchdog may be meant for another one.</param>
    /// <param name="logger">For what goes wrong.</param>
    public ServiceManager(Func<string, string?> variable, int processId, ILogger logger)
    {
        this.logger = logger;
        var watchdog = variable("WATCHDOG_PID");
        if (watchdog is null || watchdog == processId.ToString(CultureInfo.InvariantCulture))
            WatchdogInterval = MicrosecondsOf(variable("WATCHDOG_USEC"));
        if (variable("NOTIFY_SOCKET") is { Length: > 0 } path)
            socket = Connect(path);
    }

    /// <summary>How often the manager wants a sign of life, at least; null when it wants none.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The agent runs, with the configuration of now.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The configuration is being read again; <see cref="Ready"/> follows.</summary>
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds()}"));

    /// <summary>A sign of life.</summary>
    public void Alive(string status) => Send($"WATCHDOG=1\nSTATUS={OneLine(status)}");

    /// <summary>The agent is about to end.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <inheritdoc/>
    public void Dispose() => socket?.Dispose();

    private static TimeSpan? MicrosecondsOf(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds is > 0 and < long.MaxValue / 10
            ? TimeSpan.FromTicks((long)microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    // The stopwatch counts by CLOCK_MONOTONIC, as the manager does.
    private static long MonotonicMicroseconds() => (long)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1e6));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private Socket? Connect(string path)
    {
        var connected = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            connected.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
            return connected;
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            connected.Dispose();
            logger.ServiceManagerAway(path, error.Message);
            return null;
        }
    }

    private void Send(string message)
    {
        try
        {
            socket?.Send(Encoding.UTF8.GetBytes(message));
            isMute = false;
        }
        catch (SocketException error)
        {
            if (!isMute)
                logger.ServiceManagerAway("", error.Message);
            isMute = true;
        }
    }
}
