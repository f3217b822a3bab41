using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Batching;

/// <summary>The signals of one session: names to ids 1, 2, 3… and the groups that share time stamps. Safe for concurrent use.</summary>
internal sealed class SignalRegistry
{
    /// <summary>Most signals of a session.</summary>
    public const int MaximumSignals = 8192;

    /// <summary>Most groups of a session.</summary>
    public const int MaximumGroups = 8192;

    /// <summary>Most signals that share time stamps: a batch of one group has to fit the batch's columns.</summary>
    public const int MaximumGroupSignals = 2048;

    /// <summary>Most bytes of all names, units and descriptions together, so that a catalogue fits one packet.</summary>
    public const int MaximumTextBytes = 2 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, SignalDefinition> byName = new(StringComparer.Ordinal);
    private readonly List<SignalDefinition> definitions = [];
    private readonly List<SignalGroup> groups = [];
    private int textBytes;

    /// <summary>How many signals are declared; a catalogue of fewer is out of date.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return definitions.Count;
        }
    }

    /// <summary>All signals, by id.</summary>
    public IReadOnlyList<SignalDefinition> Snapshot()
    {
        lock (gate)
            return [.. definitions];
    }

    /// <inheritdoc cref="ISampleSink.Declare"/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        if (signals.Count is 0 or > MaximumGroupSignals)
            throw new ArgumentException($"a group has 1 to {MaximumGroupSignals} signals, not {signals.Count}", nameof(signals));
        if (signals.DistinctBy(signal => signal.Name, StringComparer.Ordinal).Count() != signals.Count)
            throw new ArgumentException("a signal is named twice in one group", nameof(signals));
        lock (gate)
        {
            foreach (var signal in signals)
                Check(signal);
            CheckRoom(signals);
            var group = new SignalGroup(groups.Count, [.. signals.Select(GetOrAdd)]);
            groups.Add(group);
            return group;
        }
    }

    /// <summary>Whether the group was declared here.</summary>
    public bool Owns(SignalGroup group)
    {
        lock (gate)
            return group.Id >= 0 && group.Id < groups.Count && ReferenceEquals(groups[group.Id], group);
    }

    private void Check(SignalSpec signal)
    {
        if (!SignalDefinition.IsName(signal.Name))
            throw new ArgumentException($"signal '{signal.Name}': a name is 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -");
        if (signal.Unit.Length > SignalDefinition.MaximumUnitLength)
            throw new ArgumentException($"signal {signal.Name}: unit longer than {SignalDefinition.MaximumUnitLength} characters");
        if (signal.Description.Length > SignalDefinition.MaximumDescriptionLength)
            throw new ArgumentException($"signal {signal.Name}: description longer than {SignalDefinition.MaximumDescriptionLength} characters");
        if (!Enum.IsDefined(signal.Type))
            throw new ArgumentException($"signal {signal.Name}: no type {signal.Type}");
        if (!byName.TryGetValue(signal.Name, out var known))
            return;
        if (known.Type != signal.Type)
            throw new ArgumentException($"signal {signal.Name}: declared as {signal.Type}, but is {known.Type} already");
        if (known.Unit != signal.Unit)
            throw new ArgumentException($"signal {signal.Name}: declared in '{signal.Unit}', but is in '{known.Unit}' already");
    }

    private void CheckRoom(IReadOnlyList<SignalSpec> signals)
    {
        var added = signals.Where(signal => !byName.ContainsKey(signal.Name)).ToList();
        if (groups.Count == MaximumGroups)
            throw new ArgumentException($"more than {MaximumGroups} groups of signals");
        if (definitions.Count + added.Count > MaximumSignals)
            throw new ArgumentException($"more than {MaximumSignals} signals");
        if (textBytes + added.Sum(TextBytes) > MaximumTextBytes)
            throw new ArgumentException($"names, units and descriptions of all signals exceed {MaximumTextBytes} bytes");
    }

    private SignalDefinition GetOrAdd(SignalSpec signal)
    {
        if (byName.TryGetValue(signal.Name, out var known))
            return known;
        var definition = new SignalDefinition((uint)definitions.Count + 1, signal.Name, signal.Type, signal.Unit, signal.Description);
        definitions.Add(definition);
        byName.Add(definition.Name, definition);
        textBytes += TextBytes(signal);
        return definition;
    }

    private static int TextBytes(SignalSpec signal) =>
        signal.Name.Length + Encoding.UTF8.GetByteCount(signal.Unit) + Encoding.UTF8.GetByteCount(signal.Description);
}
