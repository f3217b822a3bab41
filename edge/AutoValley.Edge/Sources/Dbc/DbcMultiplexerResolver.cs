namespace AutoValley.Edge.Sources.Dbc;

/// <summary>With which raw values of which multiplexer a signal is carried; no multiplexer means always.</summary>
internal readonly record struct DbcMultiplexerValues(string? Multiplexer, IReadOnlyList<DbcValueRange> Values);

/// <summary>
/// Finds the multiplexer of each signal of a message. With one multiplexer in the message mN speaks of it, and SG_MUL_VAL_ adds values;
/// with several (extended multiplexing) only SG_MUL_VAL_ can say which.
/// </summary>
internal sealed class DbcMultiplexerResolver
{
    private readonly MessageDraft message;
    private readonly DbcDraft draft;
    private readonly Func<int, string, DbcException> error;
    private readonly HashSet<string> multiplexers;
    private readonly string? only;

    public DbcMultiplexerResolver(MessageDraft message, DbcDraft draft, Func<int, string, DbcException> error)
    {
        (this.message, this.draft, this.error) = (message, draft, error);
        multiplexers = [.. message.Signals.Where(signal => signal.Multiplexing.IsMultiplexer).Select(signal => signal.Signal.Name)];
        only = multiplexers.Count == 1 ? multiplexers.Single() : null;
        foreach (var signal in message.Signals.Where(signal => signal.Multiplexing.IsMultiplexer))
            RefuseDepth(signal);
    }

    /// <exception cref="DbcException">The signal's multiplexer is not known.</exception>
    public DbcMultiplexerValues Of(SignalDraft drafted)
    {
        var (signal, marker) = drafted;
        if (marker.Value is not { } value || signal.Name == only)
            return new DbcMultiplexerValues(null, []);
        var notes = draft.Notes.GetValueOrDefault((message.Id, signal.Name));
        var name = only ?? notes?.Multiplexer
            ?? throw error(signal.Line, $"message '{message.Name}' does not say of which multiplexer {value} chooses '{signal.Name}'");
        if (notes?.Multiplexer is { } named && !multiplexers.Contains(named))
            throw error(notes.MultiplexerLine, $"message '{message.Name}' has no multiplexer '{named}'");
        var values = notes?.MultiplexerValues ?? [];
        return new DbcMultiplexerValues(name, only is null ? values : [new DbcValueRange(value, value), .. values]);
    }

    /// <summary>A circle of multiplexers is refused as one that is too deep.</summary>
    private void RefuseDepth(SignalDraft start)
    {
        var signal = start;
        for (var depth = 1; signal is not null; depth++)
        {
            if (depth > DbcFile.MaximumMultiplexerDepth)
                throw error(start.Signal.Line, $"the multiplexer '{start.Signal.Name}' depends on too many others, or on itself");
            var above = Of(signal).Multiplexer;
            signal = message.Signals.Find(other => other.Signal.Name == above);
        }
    }
}
