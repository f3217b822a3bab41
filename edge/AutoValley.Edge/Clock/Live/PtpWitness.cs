using System.Net.Sockets;

namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// Asks ptp4l by its Unix socket. It speaks of the clock that it steers: the system clock, or the network card's, which phc2sys hands on. So its word counts only while
/// the kernel says that somebody steers the system clock.
/// </summary>
/// <param name="path">Of the socket; this process has to have the right to write to it, and ptp4l that to answer.</param>
/// <param name="domain">Of PTP.</param>
/// <param name="isSteered">Whether somebody steers the system clock.</param>
/// <param name="clock">For the limit.</param>
internal sealed class PtpWitness(string path, byte domain, Func<bool> isSteered, TimeProvider clock) : IClockWitness
{
    /// <summary>Where ptp4l listens unless its configuration says otherwise (uds_address).</summary>
    public const string Standard = "/var/run/ptp4l";

    private ushort sequence;

    /// <inheritdoc/>
    public string Name => $"ptp4l {path}";

    /// <inheritdoc/>
    public async ValueTask<ClockAnswer> AskAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return new ClockAnswer(null, "is not there");
        var own = Path.Combine(Path.GetTempPath(), $"autovalley-edge-ptp-{Guid.NewGuid():N}");
        var request = new byte[PtpManagement.RequestBytes];
        PtpManagement.WriteRequest(request, domain, ++sequence);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(own));
            var answer = await DatagramQuestion.AskAsync(
                socket, new UnixDomainSocketEndPoint(path), request, reply => PtpManagement.TryRead(reply.Span, sequence, out var read) ? read : null, (clock, cancellation));
            return answer.Quality is null || isSteered() ? answer : new ClockAnswer(null, $"{answer.Words}, but nobody steers the system clock: does phc2sys run?");
        }
        catch (SocketException failure)
        {
            return new ClockAnswer(null, failure.Message);
        }
        finally
        {
            File.Delete(own);
        }
    }
}
