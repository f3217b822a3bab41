using AutoValley.Edge.Sources.Can;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>
/// A message compiled for decoding. Its signals fall into sets that are always carried together: one set is always there, and each
/// multiplexer chooses one set more (or none) by its value, which may hold multiplexers of its own.
/// </summary>
internal sealed class MessageDecoder
{
    private readonly Dictionary<string, Multiplexer> multiplexers = [];
    private readonly Dictionary<string, SignalSet> sets = [];
    private readonly SignalSet always;

    public MessageDecoder(DbcMessage message)
    {
        Signals = [.. message.Signals.Select(signal => new SignalDecoder(signal, J1939Values.FirstUnavailable(message, signal)))];
        always = SetOf(Array.FindAll(Signals, decoder => decoder.Signal.Multiplexer is null));
    }

    /// <summary>All signals, in the file's order.</summary>
    public SignalDecoder[] Signals { get; }

    /// <summary>All sets, each with its own dense number.</summary>
    public int SetCount => sets.Count;

    /// <summary>Adds the sets that a CAN frame carries; false when a multiplexer has a value that the file does not know.</summary>
    /// <param name="padded">The data and <see cref="BitField.Padding"/> bytes.</param>
    /// <param name="length">Of the data alone.</param>
    /// <param name="carried">Gets the sets, the unconditional one first.</param>
    public bool Find(ReadOnlySpan<byte> padded, int length, List<SignalSet> carried)
    {
        var start = carried.Count;
        carried.Add(always);
        var isKnown = true;
        // Sets found on the way may hold multiplexers themselves.
        for (var index = start; index < carried.Count; index++)
        {
            foreach (var multiplexer in carried[index].Multiplexers)
            {
                if (multiplexer.EndByte > length)
                    continue;
                if (multiplexer.Find(padded) is { } set)
                    carried.Add(set);
                else
                    isKnown = false;
            }
        }
        return isKnown;
    }

    private SignalSet SetOf(SignalDecoder[] signals)
    {
        var key = string.Join(' ', signals.Select(signal => signal.Signal.Name));
        if (sets.TryGetValue(key, out var known))
            return known;
        var below = signals.Where(IsChoosing).Select(MultiplexerOf).ToArray();
        return sets[key] = new SignalSet(sets.Count, signals, below);
    }

    private bool IsChoosing(SignalDecoder selector) =>
        Array.Exists(Signals, decoder => decoder.Signal.Multiplexer == selector.Signal.Name);

    private Multiplexer MultiplexerOf(SignalDecoder selector)
    {
        if (multiplexers.TryGetValue(selector.Signal.Name, out var known))
            return known;
        var choices = Array.FindAll(Signals, decoder => decoder.Signal.Multiplexer == selector.Signal.Name);
        return multiplexers[selector.Signal.Name] = new Multiplexer(selector, choices, SetOf);
    }
}
