using System.Net;
using System.Net.Sockets;

namespace AutoValley.Edge.Clock.Live;

/// <summary>Asks chronyd, which anybody on the computer may do over UDP.</summary>
internal sealed class ChronyWitness(IPEndPoint address, TimeProvider clock) : IClockWitness
{
    /// <summary>Where chronyd listens unless its configuration says otherwise (cmdport).</summary>
    public static readonly IPEndPoint Standard = new(IPAddress.Loopback, 323);

    private uint sequence;

    /// <inheritdoc/>
    public string Name => $"chrony {address}";

    /// <inheritdoc/>
    public async ValueTask<ClockAnswer> AskAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var request = new byte[ChronyTracking.Bytes];
        ChronyTracking.WriteRequest(request, ++sequence);
        return await DatagramQuestion.AskAsync(
            socket, address, request, reply => ChronyTracking.TryRead(reply.Span, sequence, out var answer) ? answer : null, (clock, cancellation));
    }
}
