using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>The messages of one bus: by id, and those of J1939 by parameter group and sender.</summary>
internal sealed class CanBusMessages
{
    private const uint ExtendedBit = 0x8000_0000;

    private readonly Dictionary<uint, CanMessageGroups> byId = [];
    private readonly Dictionary<uint, J1939Message> byGroup = [];

    /// <summary>The signals of all messages.</summary>
    public IEnumerable<SignalSpec> Specs =>
        byId.Values.Concat(byGroup.Values.SelectMany(message => message.Described)).SelectMany(message => message.Specs);

    /// <summary>Whether a parameter group of J1939 is described.</summary>
    public bool HasGroup(uint group) => byGroup.ContainsKey(group);

    /// <summary>Whether a group is longer than a frame, so that it comes in packets.</summary>
    public bool HasPackets { get; private set; }

    /// <exception cref="SourceException">A signal's name leaves no room for its sender's address.</exception>
    public void Add(DbcMessage message, CanMessageGroups groups)
    {
        if (!message.IsJ1939)
        {
            byId.Add(Key(message.Id, message.IsExtended), groups);
            return;
        }
        if (!byGroup.TryGetValue(J1939Id.Group(message.Id), out var known))
            byGroup.Add(J1939Id.Group(message.Id), known = new J1939Message());
        known.Add(J1939Id.Source(message.Id), groups);
        HasPackets |= message.Length >= J1939Transport.LeastBytes;
    }

    /// <summary>The message of an id; null when there is none.</summary>
    public CanMessageGroups? Find(uint id, bool isExtended)
    {
        if (byId.TryGetValue(Key(id, isExtended), out var found) || !isExtended || byGroup.Count == 0)
            return found;
        return byGroup.TryGetValue(J1939Id.Group(id), out var message) ? message.From(J1939Id.Source(id)) : null;
    }

    private static uint Key(uint id, bool isExtended) => isExtended ? id | ExtendedBit : id;
}
