using System.Collections.Frozen;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>
/// Reads the statements of a DBC file, in any order. What decoding does not need (nodes, senders, groups, environment variables, most
/// attributes) is passed over up to its semicolon.
/// </summary>
internal sealed class DbcParser
{
    /// <summary>The message that tools invent for signals without one.</summary>
    private const string Unassigned = "VECTOR__INDEPENDENT_SIG_MSG";

    private static readonly FrozenSet<string> Skipped = FrozenSet.Create(
        "BA_DEF_DEF_REL_", "BA_DEF_REL_", "BA_DEF_SGTYPE_", "BA_REL_", "BA_SGTYPE_", "BO_TX_BU_", "CAT_", "CAT_DEF_",
        "ENVVAR_DATA_", "EV_", "EV_DATA_", "FILTER", "NS_DESC_", "SGTYPE_", "SGTYPE_VAL_", "SIGTYPE_VALTYPE_", "SIG_GROUP_",
        "SIG_TYPE_REF_", "VAL_TABLE_");

    private static readonly FrozenSet<string> Objects =
        FrozenSet.Create("BO_", "BU_", "EV_", "SG_", "BU_BO_REL_", "BU_EV_REL_", "BU_SG_REL_");

    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        [.. Skipped, .. Objects, "BA_", "BA_DEF_", "BA_DEF_DEF_", "BS_", "CM_", "NS_", "SG_MUL_VAL_", "SIG_VALTYPE_", "VAL_", "VERSION"]);

    private readonly DbcCursor cursor;
    private readonly DbcDraft draft = new();

    private DbcParser(DbcCursor cursor) => this.cursor = cursor;

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    /// <exception cref="DbcException">The text breaks the grammar.</exception>
    public static DbcDraft Parse(string file, string text)
    {
        var parser = new DbcParser(new DbcCursor(file, DbcTokenizer.Tokenize(file, text)));
        while (!parser.cursor.AtEnd)
            parser.Statement();
        return parser.draft;
    }

    private void Statement()
    {
        var keyword = cursor.Current;
        if (!cursor.AtKeyword)
            throw cursor.Unexpected("a statement");
        cursor.Take();
        switch (keyword.Text)
        {
            case "VERSION": cursor.Text("a version"); break;
            case "NS_": SkipNewSymbols(); break;
            case "BS_" or "BU_": SkipList(); break;
            case "BO_": Message(keyword.Line); break;
            case "CM_": Comment(); break;
            case "VAL_": ValueNames(); break;
            case "SIG_VALTYPE_": ValueType(); break;
            case "SG_MUL_VAL_": MultiplexerValues(keyword.Line); break;
            case "BA_": Attribute(); break;
            case "BA_DEF_": AttributeDefinition(); break;
            case "BA_DEF_DEF_": AttributeDefault(); break;
            case var skipped when Skipped.Contains(skipped): SkipToSemicolon(); break;
            default: throw cursor.Error(keyword, $"{keyword} cannot begin a statement here");
        }
    }

    /// <summary>NS_ lists keywords; it ends where a keyword has a colon behind it.</summary>
    private void SkipNewSymbols()
    {
        cursor.Expect(':');
        while (!cursor.AtEnd && !cursor.Following.Is(':'))
            cursor.Take();
    }

    private void SkipList()
    {
        cursor.Expect(':');
        while (!cursor.AtEnd && !cursor.AtKeyword)
            cursor.Take();
    }

    private void SkipToSemicolon()
    {
        var start = cursor.Current;
        while (!cursor.TryTake(';'))
        {
            var isNext = cursor.AtKeyword && !Objects.Contains(cursor.Current.Text);
            if (cursor.AtEnd || isNext)
                throw cursor.Error(start, $"a statement has no ';' before {cursor.Current}");
            cursor.Take();
        }
    }

    private void Message(int line)
    {
        var id = cursor.Id();
        var name = cursor.Name("a message name");
        cursor.Expect(':');
        var length = cursor.Integer("a message length", 0, DbcFile.MaximumMessageLength);
        cursor.Name("a sender");
        var message = new MessageDraft(id, name, length, line);
        while (cursor.Current.Is("SG_"))
            message.Signals.Add(DbcSignalLine.Read(cursor));
        if (name != Unassigned)
            draft.Messages.Add(message);
    }

    private void Comment()
    {
        if (cursor.TryTake("SG_"))
        {
            var notes = draft.NotesOn(cursor.Id(), cursor.Name("a signal name"));
            notes.Comment = cursor.Text("a comment");
        }
        SkipToSemicolon();
    }

    private void ValueNames()
    {
        // Without an id it is about an environment variable.
        if (cursor.Current.Kind != DbcTokenKind.Number)
        {
            SkipToSemicolon();
            return;
        }
        var notes = draft.NotesOn(cursor.Id(), cursor.Name("a signal name"));
        var names = new List<DbcValueName>();
        while (!cursor.TryTake(';'))
            names.Add(new DbcValueName(cursor.Number("a raw value"), cursor.Text("a value's name")));
        notes.ValueNames = names;
    }

    private void ValueType()
    {
        var notes = draft.NotesOn(cursor.Id(), cursor.Name("a signal name"));
        cursor.TryTake(':');
        notes.IsFloat = cursor.Integer("a value type", 0, 3) is 1 or 2;
        cursor.Expect(';');
    }

    private void MultiplexerValues(int line)
    {
        var notes = draft.NotesOn(cursor.Id(), cursor.Name("a signal name"));
        var multiplexer = cursor.Name("a multiplexer's name");
        if (notes.Multiplexer is not null && notes.Multiplexer != multiplexer)
            throw cursor.Error(line, $"the signal already has the multiplexer '{notes.Multiplexer}'");
        (notes.Multiplexer, notes.MultiplexerLine) = (multiplexer, line);
        do
        {
            var first = cursor.Long("a multiplexer value");
            // "3-5" comes as the numbers 3 and -5.
            var last = -cursor.Long("the last value of a multiplexer range");
            if (last < first)
                throw cursor.Error(line, $"the multiplexer range {first}-{last} is empty");
            notes.MultiplexerValues.Add(new DbcValueRange(first, last));
        }
        while (cursor.TryTake(','));
        cursor.Expect(';');
    }

    private void Attribute()
    {
        var attribute = cursor.Text("an attribute's name");
        if (attribute == "SystemMessageLongSymbol" && cursor.TryTake("BO_"))
            draft.LongMessageNames[cursor.Id()] = cursor.Text("a long name");
        else if (attribute == "SystemSignalLongSymbol" && cursor.TryTake("SG_"))
            draft.NotesOn(cursor.Id(), cursor.Name("a signal name")).LongName = cursor.Text("a long name");
        else if (attribute == DbcFrameFormats.Attribute && cursor.TryTake("BO_"))
            draft.FrameFormats.Set(cursor.Id(), Value());
        else if (attribute == DbcFrameFormats.ProtocolAttribute && cursor.Current.Kind == DbcTokenKind.Text)
            draft.FrameFormats.Protocol = cursor.Take().Text;
        SkipToSemicolon();
    }

    /// <summary>
    /// The numbers of VFrameFormat (11 or 29 bits, CAN FD, J1939) mean what the ENUM of its definition says; without names nobody can know.
    /// </summary>
    private void AttributeDefinition()
    {
        if (cursor.AtKeyword)
            cursor.Take();
        var line = cursor.Current.Line;
        if (cursor.Text("an attribute's name") == DbcFrameFormats.Attribute)
        {
            if (!cursor.TryTake("ENUM"))
                throw cursor.Error(line, $"{DbcFrameFormats.Attribute} has to be an ENUM that names the frame formats, found {cursor.Current}");
            draft.FrameFormats.Names = Texts();
        }
        SkipToSemicolon();
    }

    private void AttributeDefault()
    {
        var attribute = cursor.Text("an attribute's name");
        if (attribute == DbcFrameFormats.Attribute)
            draft.FrameFormats.Default = Value();
        else if (attribute == DbcFrameFormats.ProtocolAttribute && draft.FrameFormats.Protocol.Length == 0)
            draft.FrameFormats.Protocol = Value();
        SkipToSemicolon();
    }

    private string Value() => cursor.Current.Kind is DbcTokenKind.Text or DbcTokenKind.Number ? cursor.Take().Text : "";

    private List<string> Texts()
    {
        var texts = new List<string>();
        while (cursor.Current.Kind == DbcTokenKind.Text)
        {
            texts.Add(cursor.Take().Text);
            cursor.TryTake(',');
        }
        return texts;
    }
}
