using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary><c>mqtt-idle-clients</c>: connections that say nothing, held by a process of its own, as each costs a file and there are as many as a process may have.</summary>
internal sealed class IdleClients : IAsyncDisposable
{
    public const string Name = "mqtt-idle-clients";

    private const string Ready = "ready";
    private const ushort KeepAliveSeconds = 600;

    private readonly PeerProcess process;

    private IdleClients(PeerProcess process) => this.process = process;

    public static Command Create()
    {
        var (port, first, count) = (new Argument<int>("port"), new Argument<int>("first"), new Argument<int>("count"));
        var command = new Command(Name, "Holds connections; started by mqtt and mqtt-idle.") { Hidden = true };
        command.Arguments.Add(port);
        command.Arguments.Add(first);
        command.Arguments.Add(count);
        command.SetAction((parsed, cancellation) => HoldAsync(parsed.GetValue(port), parsed.GetValue(first), parsed.GetValue(count), cancellation));
        return command;
    }

    /// <summary>Opens so many connections to a broker; returns when all stand.</summary>
    /// <param name="broker">To whom.</param>
    /// <param name="first">Number of the first one, which is in its client id.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task<IdleClients> OpenAsync(Broker broker, int first, int count, CancellationToken cancellation)
    {
        var stand = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments = [typeof(IdleClients).Assembly.Location, Name, .. new[] { broker.Port, first, count }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var process = PeerProcess.Start("dotnet", arguments, "it is this program", line => stand.TrySetResult(line));
        var line = await process.OrEndAsync(stand.Task.WaitAsync(cancellation));
        if (line == Ready)
            return new IdleClients(process);
        await process.DisposeAsync();
        throw new BenchmarkException($"{count} idle connections to {broker.Name}: {line}");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task HoldAsync(int port, int first, int count, CancellationToken cancellation)
    {
        var sockets = new List<Socket>();
        try
        {
            while (sockets.Count < count)
                sockets.Add(await LoadConnection.OpenAsync(port, $"idle-{first + sockets.Count:D6}", cancellation, KeepAliveSeconds));
            await Console.Out.WriteLineAsync(Ready);
        }
        catch (Exception e) when (e is SocketException or BenchmarkException)
        {
            await Console.Out.WriteLineAsync($"number {sockets.Count + 1} failed ({e.Message}); `ulimit -n` has to allow {count + 100} files");
        }
        await Console.In.ReadToEndAsync(cancellation);
        GC.KeepAlive(sockets);
    }
}
