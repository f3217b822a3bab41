namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What of a connection should move on, and how far it is.</summary>
/// <param name="PacketIsOpen">A packet has begun and is not whole.</param>
/// <param name="Packets">Whole packets so far.</param>
/// <param name="AcknowledgementsDue">Publishes that the client should acknowledge.</param>
/// <param name="Acknowledgements">Acknowledgements so far.</param>
/// <param name="IsWriting">The client should take bytes.</param>
/// <param name="Writes">Writes it took so far.</param>
internal readonly record struct ConnectionProgress(
    bool PacketIsOpen, long Packets, int AcknowledgementsDue, long Acknowledgements, bool IsWriting, long Writes);

/// <summary>
/// Finds clients that hold the server up: a packet that never ends, acknowledgements that never come, bytes that are never taken. It looks at even intervals;
/// what was due at two looks, and did not move between them, is stuck. So a client has one interval at least and two at most.
/// </summary>
internal sealed class StallWatch
{
    private ConnectionProgress before;

    /// <summary>What is stuck, in words; null when nothing is.</summary>
    public string? Look(in ConnectionProgress now)
    {
        var last = before;
        before = now;
        if (last.PacketIsOpen && now.PacketIsOpen && last.Packets == now.Packets)
            return "a packet does not end";
        if (last.AcknowledgementsDue > 0 && now.AcknowledgementsDue > 0 && last.Acknowledgements == now.Acknowledgements)
            return $"{now.AcknowledgementsDue} publishes are not acknowledged";
        return last.IsWriting && now.IsWriting && last.Writes == now.Writes ? "nothing is read" : null;
    }
}
