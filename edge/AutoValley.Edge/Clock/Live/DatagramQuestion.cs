using System.Net;
using System.Net.Sockets;

namespace AutoValley.Edge.Clock.Live;

/// <summary>Asks by one datagram and waits for the answer.</summary>
internal static class DatagramQuestion
{
    /// <summary>Longest wait for the answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private const int MostBytes = 2_048;

    /// <summary>The answer; it says why there is none.</summary>
    /// <param name="socket">Bound to where the answer shall come.</param>
    /// <param name="peer">Who is asked.</param>
    /// <param name="request">The question.</param>
    /// <param name="read">What a datagram says; null when it is no answer to this question.</param>
    /// <param name="stop">For the limit, and to stop waiting.</param>
    public static async ValueTask<ClockAnswer> AskAsync(
        Socket socket, EndPoint peer, ReadOnlyMemory<byte> request, Func<ReadOnlyMemory<byte>, ClockAnswer?> read, (TimeProvider Clock, CancellationToken Token) stop)
    {
        using var limit = new CancellationTokenSource(Limit, stop.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        var buffer = new byte[MostBytes];
        try
        {
            // Only who was asked may answer.
            await socket.ConnectAsync(peer, either.Token);
            await socket.SendAsync(request, either.Token);
            while (true)
            {
                if (read(buffer.AsMemory(0, await socket.ReceiveAsync(buffer, either.Token))) is { } answer)
                    return answer;
            }
        }
        catch (SocketException failure)
        {
            return new ClockAnswer(null, $"is not there: {failure.Message}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.Token.IsCancellationRequested)
        {
            return new ClockAnswer(null, $"does not answer within {Limit.TotalSeconds:0} s");
        }
    }
}
