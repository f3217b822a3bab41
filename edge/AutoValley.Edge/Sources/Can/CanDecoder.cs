using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// Turns CAN frames of several buses into samples: every signal that a CAN frame carries in full becomes one sample, named
/// <c>CAN.message.signal</c> (<c>CAN.bus.message.signal</c> where an earlier bus or database has a message of that name).
/// Parameter groups of J1939 are found by their number, whoever sends them with whatever priority: see <see cref="J1939Message"/> for the names of several
/// senders. What is not decoded is counted by cause. Not safe for concurrent use.
/// </summary>
public sealed class CanDecoder
{
    private readonly Dictionary<string, CanBusMessages> messagesOfBuses = [];
    private readonly List<SignalSet> carried = [];
    private readonly Dictionary<string, J1939Transport> transportsOfBuses = [];
    private CanMessageGroups? current;
    private CanFrame? decoded;

    /// <summary>Compiles all messages of all databases.</summary>
    /// <exception cref="SourceException">A signal's full name is too long.</exception>
    public CanDecoder(IReadOnlyList<CanBus> buses)
        : this(buses, new CanSignalNames())
    {
    }

    /// <summary>As the other, beside other decoders whose signals must not have the same names.</summary>
    internal CanDecoder(IReadOnlyList<CanBus> buses, CanSignalNames names)
    {
        // Of several messages with one id on one bus the last counts.
        var all = buses.SelectMany(bus => bus.Database.Messages, (bus, message) => (Bus: bus, Message: message))
            .GroupBy(one => (one.Bus.Name, one.Message.Id, one.Message.IsExtended), (_, same) => same.Last());
        foreach (var (bus, message) in all)
        {
            var decoder = new MessageDecoder(message);
            var prefix = names.Prefix(bus, message);
            var specs = decoder.Signals.Select(signal => CanSignalNames.Spec(prefix, signal, bus.Database)).ToArray();
            if (!messagesOfBuses.TryGetValue(bus.Name, out var messages))
                messagesOfBuses.Add(bus.Name, messages = new CanBusMessages());
            messages.Add(message, new CanMessageGroups(decoder, specs));
        }
        foreach (var (bus, messages) in messagesOfBuses.Where(bus => bus.Value.HasPackets))
            transportsOfBuses.Add(bus, new J1939Transport(messages.HasGroup, Statistics));
        Signals = [.. messagesOfBuses.Values.SelectMany(messages => messages.Specs)];
    }

    /// <summary>
    /// Every signal that may be declared; those that no CAN frame carries never are. Only those of a J1939 message's further senders come in addition.
    /// </summary>
    public IReadOnlyList<SignalSpec> Signals { get; }

    /// <summary>What became of the CAN frames so far.</summary>
    public CanStatistics Statistics { get; } = new();

    /// <summary>Finds what the CAN frame carries, and counts it; false when that is nothing.</summary>
    public bool Decode(CanFrame frame)
    {
        carried.Clear();
        Statistics.FramesRead++;
        current = Find(frame);
        if (current is null)
            return false;
        Statistics.FramesDecoded++;
        if (!current.Decoder.Find(decoded!.Padded, decoded.Length, carried))
            Statistics.UnknownMultiplexerValues++;
        var fitting = 0;
        foreach (var set in carried)
        {
            var cut = set.CutOff(decoded.Length);
            Statistics.SignalsCutOff += cut;
            fitting += set.Signals.Length - cut;
        }
        return fitting > 0;
    }

    /// <summary>Writes the samples of the CAN frame that <see cref="Decode"/> had last, and that has not changed since.</summary>
    /// <param name="sink">The same at every call: groups are declared to it once.</param>
    /// <param name="time">Event time to give to the samples, Unix nanoseconds.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation)
    {
        foreach (var set in carried)
        {
            if (current!.Group(set, decoded!.Length) is not { } group)
                continue;
            var count = group.Decode(decoded.Padded);
            await group.WriteAsync(sink, time, cancellation);
            Statistics.Samples += count;
            Statistics.SignalsNotAvailable += group.Count - count;
        }
    }

    private CanMessageGroups? Find(CanFrame frame)
    {
        decoded = frame;
        if (frame.Kind == CanFrameKind.Remote)
            Statistics.RemoteFrames++;
        else if (frame.Kind == CanFrameKind.Error)
            Statistics.ErrorFrames++;
        else if (!messagesOfBuses.TryGetValue(frame.Bus, out var messages))
            Statistics.FramesWithoutDatabase++;
        else if (frame.IsExtended && transportsOfBuses.TryGetValue(frame.Bus, out var transport) && transport.TryAdd(frame, out var message))
            return Joined(messages, message);
        else if (messages.Find(frame.Id, frame.IsExtended) is { } found)
            return found;
        else
            Statistics.FramesWithoutMessage++;
        return null;
    }

    /// <summary>What is known of a message of several frames; null while it is not whole.</summary>
    private CanMessageGroups? Joined(CanBusMessages messages, CanFrame? message)
    {
        decoded = message;
        if (message is null)
            Statistics.TransportFrames++;
        return message is null ? null : messages.Find(message.Id, isExtended: true);
    }
}
