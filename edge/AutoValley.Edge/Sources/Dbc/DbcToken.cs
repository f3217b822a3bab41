namespace AutoValley.Edge.Sources.Dbc;

/// <summary>What a <see cref="DbcToken"/> is.</summary>
internal enum DbcTokenKind : byte
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A name or keyword: letters, digits and _, not beginning with a digit.</summary>
    Word,

    /// <summary>Digits with optional sign, fraction and exponent.</summary>
    Number,

    /// <summary>What stood between quotes.</summary>
    Text,

    /// <summary>One of <c>: ; , | @ ( ) [ ] + -</c></summary>
    Symbol,
}

/// <summary>The smallest piece of a DBC file.</summary>
internal readonly record struct DbcToken(DbcTokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this symbol.</summary>
    public bool Is(char symbol) => Kind == DbcTokenKind.Symbol && Text[0] == symbol;

    /// <summary>Whether it is this keyword.</summary>
    public bool Is(string keyword) => Kind == DbcTokenKind.Word && Text == keyword;

    /// <summary>For errors.</summary>
    public override string ToString() => Kind switch
    {
        DbcTokenKind.End => "the end of the file",
        DbcTokenKind.Number => $"the number {Text}",
        DbcTokenKind.Text => $"the text \"{(Text.Length <= 40 ? Text : Text[..40] + "…")}\"",
        _ => $"'{Text}'",
    };
}
