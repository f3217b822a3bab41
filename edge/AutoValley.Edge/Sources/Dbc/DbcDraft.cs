namespace AutoValley.Edge.Sources.Dbc;

/// <summary>What the statements of a DBC file said, in any order, before it is put together.</summary>
internal sealed class DbcDraft
{
    public List<MessageDraft> Messages { get; } = [];

    public Dictionary<uint, string> LongMessageNames { get; } = [];

    public DbcFrameFormats FrameFormats { get; } = new();

    /// <summary>What later statements say about signals; kept aside because they may precede the BO_ they speak of.</summary>
    public Dictionary<(uint Id, string Signal), SignalNotes> Notes { get; } = [];

    public SignalNotes NotesOn(uint id, string signal)
    {
        if (!Notes.TryGetValue((id, signal), out var notes))
            Notes.Add((id, signal), notes = new SignalNotes());
        return notes;
    }
}

/// <summary>A BO_ with its SG_ lines.</summary>
internal sealed record MessageDraft(uint Id, string Name, int Length, int Line)
{
    public List<SignalDraft> Signals { get; } = [];
}

/// <summary>An SG_ line.</summary>
/// <param name="Signal">All that the line says.</param>
/// <param name="Multiplexing">Its M, mN or mNM.</param>
internal sealed record SignalDraft(DbcSignal Signal, DbcMultiplexing Multiplexing);

/// <summary>The M, mN or mNM of an SG_ line.</summary>
internal readonly record struct DbcMultiplexing(bool IsMultiplexer, long? Value);

/// <summary>What CM_, VAL_, BA_, SIG_VALTYPE_ and SG_MUL_VAL_ say about a signal.</summary>
internal sealed class SignalNotes
{
    public string Comment { get; set; } = "";

    public string? LongName { get; set; }

    public bool IsFloat { get; set; }

    public List<DbcValueName> ValueNames { get; set; } = [];

    /// <summary>SG_MUL_VAL_: the multiplexer and its values; several lines about one multiplexer add up.</summary>
    public string? Multiplexer { get; set; }

    public int MultiplexerLine { get; set; }

    public List<DbcValueRange> MultiplexerValues { get; } = [];
}
