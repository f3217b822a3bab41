using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>Puts the statements of a DBC file together and checks what concerns several of them.</summary>
internal sealed class DbcBuilder
{
    private const uint ExtendedBit = 0x8000_0000;
    private static readonly int[] FloatLengths = [16, 32, 64];

    private readonly string file;
    private readonly DbcDraft draft;

    private DbcBuilder(string file, DbcDraft draft) => (this.file, this.draft) = (file, draft);

    /// <exception cref="DbcException">An id has too many bits, a name comes twice, or types or multiplexing make no sense.</exception>
    public static IReadOnlyList<DbcMessage> Build(string file, DbcDraft draft)
    {
        var builder = new DbcBuilder(file, draft);
        return [.. draft.Messages.Select(builder.Message)];
    }

    private DbcMessage Message(MessageDraft message)
    {
        var isExtended = (message.Id & ExtendedBit) != 0;
        var id = message.Id & ~ExtendedBit;
        var (kind, bits) = isExtended ? ("extended", 29) : ("standard", 11);
        if (id > (isExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId))
            throw Error(message.Line, $"the {kind} id 0x{id:X} of message '{message.Name}' has more than {bits} bits");
        var name = Longer(message.Name, draft.LongMessageNames.GetValueOrDefault(message.Id));
        return new DbcMessage(id, isExtended, name, message.Length, Signals(message), message.Line)
        {
            IsJ1939 = isExtended && draft.FrameFormats.IsJ1939(message.Id),
        };
    }

    private DbcSignal[] Signals(MessageDraft message)
    {
        if (message.Signals.Count > DbcFile.MaximumSignals)
            throw Error(message.Line, $"message '{message.Name}' has more than {DbcFile.MaximumSignals} signals");
        var multiplexing = new DbcMultiplexerResolver(message, draft, Error);
        var signals = message.Signals.Select(signal => Signal(message.Id, signal.Signal, multiplexing.Of(signal))).ToArray();
        if (signals.Sum(signal => signal.MultiplexerValues.Count) > DbcFile.MaximumMultiplexerRanges)
            throw Error(message.Line, $"message '{message.Name}' has more than {DbcFile.MaximumMultiplexerRanges} multiplexer ranges");
        var names = new HashSet<string>();
        if (Array.Find(signals, signal => !names.Add(signal.Name)) is { } twice)
            throw Error(twice.Line, $"the signal '{twice.Name}' comes twice in message '{message.Name}'");
        return signals;
    }

    private DbcSignal Signal(uint id, DbcSignal signal, DbcMultiplexerValues carried)
    {
        var multiplexer = carried.Multiplexer is null ? null : LongName(id, carried.Multiplexer);
        signal = signal with { Multiplexer = multiplexer, MultiplexerValues = carried.Values };
        if (!draft.Notes.TryGetValue((id, signal.Name), out var notes))
            return signal;
        if (notes.IsFloat && !FloatLengths.Contains(signal.Length))
            throw Error(signal.Line, $"the float signal '{signal.Name}' has {signal.Length} bits, not 16, 32 or 64");
        if (notes.IsFloat && signal.IsMultiplexer)
            throw Error(signal.Line, $"the multiplexer '{signal.Name}' is a float");
        return signal with
        {
            Name = Longer(signal.Name, notes.LongName),
            Comment = notes.Comment,
            IsFloat = notes.IsFloat,
            ValueNames = notes.ValueNames,
        };
    }

    private string LongName(uint id, string signal) => Longer(signal, draft.Notes.GetValueOrDefault((id, signal))?.LongName);

    /// <summary>A long name that could not stand in a file as a name is none.</summary>
    private static string Longer(string name, string? longName)
    {
        var isName = Names.IsName(longName, DbcCursor.MaximumNameLength) && !longName.AsSpan().ContainsAny('.', '-');
        return isName ? longName! : name;
    }

    private DbcException Error(int line, string reason) => new(file, line, reason);
}
