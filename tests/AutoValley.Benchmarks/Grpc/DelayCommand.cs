using System.CommandLine;
using System.Net;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Grpc;

/// <summary><c>delay</c>: a link between two ports of loopback that holds every byte for a while, each way; in a process of its own.</summary>
internal static class DelayCommand
{
    public const string Name = "delay";

    public static Command Create()
    {
        var (near, far, millis) = (new Argument<int>("port"), new Argument<int>("target"), new Argument<double>("milliseconds"));
        var command = new Command(Name, "A link that is slow to arrive; started by grpc.") { Hidden = true };
        command.Arguments.Add(near);
        command.Arguments.Add(far);
        command.Arguments.Add(millis);
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetValue(near), parsed.GetValue(far), TimeSpan.FromMilliseconds(parsed.GetValue(millis)), cancellation));
        return command;
    }

    private static async Task RunAsync(int near, int far, TimeSpan delay, CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, near);
        listener.Start();
        while (true)
        {
            var socket = await listener.AcceptSocketAsync(cancellation);
            _ = JoinAsync(socket, far, delay, cancellation);
        }
    }

    private static async Task JoinAsync(Socket one, int far, TimeSpan delay, CancellationToken cancellation)
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            one.NoDelay = true;
            await other.ConnectAsync(IPAddress.Loopback, far, cancellation);
            await Task.WhenAll(new DelayedBytes(one, other, delay).RunAsync(cancellation), new DelayedBytes(other, one, delay).RunAsync(cancellation));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // One of them is gone, and then the other one is cut off.
        }
        finally
        {
            one.Dispose();
        }
    }
}
