using System.Buffers.Binary;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// Joins what SAE J1939-21 (5.10) sends in packets, as one who only listens: broadcasts (BAM), and what goes from one address to another (RTS/CTS). An
/// announcement (TP.CM) tells group and size, packets (TP.DT) carry a number from 1 and 7 bytes each:
/// <code>
/// TP.CM | 0 kind: 32 BAM, 16 RTS, 19 end, 255 abort | 1 bytes (2) | 3 packets | 4 … | 5 parameter group (3) |
/// TP.DT | 0 number | 1 data (7) |
/// </code>
/// Times are the frames' own. Memory is bounded by <see cref="MaximumSessions"/>. Not safe for concurrent use.
/// </summary>
/// <param name="isDescribed">Whether a group is wanted; of the others nothing is kept.</param>
/// <param name="statistics">What became of them.</param>
internal sealed class J1939Transport(Func<uint, bool> isDescribed, CanStatistics statistics)
{
    /// <summary>Least that is sent in packets.</summary>
    public const int LeastBytes = 9;

    /// <summary>Most: 255 packets.</summary>
    public const int MostBytes = 255 * PacketBytes;

    /// <summary>Messages in the making; a further one takes the place of the one that stands still for longest.</summary>
    public const int MaximumSessions = 32;

    /// <summary>Longest time between two frames of a message: T2 and T3 of J1939-21, the longest of its limits.</summary>
    public const long MostNanos = 1_250_000_000;

    private const uint Control = 0xEC00;
    private const uint Packet = 0xEB00;
    private const int PacketBytes = 7;
    private const byte Everybody = 0xFF;

    private readonly Dictionary<int, Session> sessions = [];
    private readonly Stack<Session> spare = [];

    /// <summary>The groups of its frames.</summary>
    public static IReadOnlyList<uint> Groups { get; } = [Control, Packet];

    /// <summary>Takes a frame with an id of 29 bits; false when it is none of a wanted message.</summary>
    /// <param name="frame">Any.</param>
    /// <param name="message">The message when this was its last packet, good until the next call; its id is the group's, with both addresses.</param>
    public bool TryAdd(CanFrame frame, out CanFrame? message)
    {
        message = null;
        if (frame.Length != 8)
            return false;
        return J1939Id.Group(frame.Id) switch
        {
            Control => TryControl(frame),
            Packet => TryPacket(frame, out message),
            _ => false,
        };
    }

    private static int Key(byte source, byte destination) => (source << 8) | destination;

    private static byte DestinationOf(CanFrame frame) => (byte)(frame.Id >> 8);

    private bool TryControl(CanFrame frame)
    {
        var (source, destination) = (J1939Id.Source(frame.Id), DestinationOf(frame));
        switch (frame.Data[0])
        {
            case 32 when destination == Everybody:
            case 16 when destination != Everybody:
                return TryBegin(frame, Key(source, destination));
            // The receiver's words: go on, or that it has all. It may have what was not heard here.
            case 17 when sessions.TryGetValue(Key(destination, source), out var waiting):
                waiting.Last = frame.Time;
                return true;
            case 19 when sessions.ContainsKey(Key(destination, source)):
                return End(Key(destination, source));
            case 255:
                return End(Key(source, destination)) | End(Key(destination, source));
            default:
                return false;
        }
    }

    private bool TryBegin(CanFrame frame, int key)
    {
        var (size, packets) = (BinaryPrimitives.ReadUInt16LittleEndian(frame.Data[1..]), frame.Data[3]);
        var group = BinaryPrimitives.ReadUInt32LittleEndian(frame.Data[4..]) >> 8;
        End(key);
        if (group > 0x3_FFFF || !isDescribed(group))
            return false;
        if (size is < LeastBytes or > MostBytes || packets != (size + PacketBytes - 1) / PacketBytes)
        {
            statistics.TransportIncomplete++;
            return true;
        }
        if (sessions.Count == MaximumSessions)
            End(sessions.MinBy(session => session.Value.Last).Key);
        if (!spare.TryPop(out var begun))
            begun = new Session();
        begun.Begin(frame, group, size);
        sessions.Add(key, begun);
        return true;
    }

    private bool TryPacket(CanFrame frame, out CanFrame? message)
    {
        message = null;
        var key = Key(J1939Id.Source(frame.Id), DestinationOf(frame));
        if (!sessions.TryGetValue(key, out var session))
            return false;
        // What a broadcast lacks is never sent again; what a receiver lacks, it asks for.
        var isLate = frame.Time - session.Last > MostNanos || frame.Time < session.Last;
        if (isLate || DestinationOf(frame) == Everybody && frame.Data[0] > session.Next)
            return End(key);
        session.Last = frame.Time;
        if (frame.Data[0] == session.Next && session.Add(frame.Data[1..]))
        {
            message = session.Message;
            message.Time = frame.Time;
            statistics.TransportMessages++;
            Leave(key);
        }
        return true;
    }

    private bool End(int key)
    {
        if (!Leave(key))
            return false;
        statistics.TransportIncomplete++;
        return true;
    }

    private bool Leave(int key)
    {
        if (!sessions.Remove(key, out var session))
            return false;
        spare.Push(session);
        return true;
    }

    private sealed class Session
    {
        private int size;

        public CanFrame Message { get; } = new(MostBytes) { IsExtended = true };

        public byte Next { get; private set; }

        public long Last { get; set; }

        public void Begin(CanFrame frame, uint group, int bytes)
        {
            var id = group << 8 | frame.Id & 0x1C00_00FF;
            // A group of PDU1 is to somebody: whom the packets are for.
            Message.Id = J1939Id.GroupMask(id) == J1939Id.GroupMask(0) ? id | frame.Id & 0xFF00 : id;
            Message.Bus = frame.Bus;
            Message.SetData([]);
            (size, Next, Last) = (bytes, 1, frame.Time);
        }

        /// <summary>Whether it is whole now.</summary>
        public bool Add(ReadOnlySpan<byte> data)
        {
            Next++;
            Message.Append(data[..Math.Min(data.Length, size - Message.Length)]);
            return Message.Length == size;
        }
    }
}
