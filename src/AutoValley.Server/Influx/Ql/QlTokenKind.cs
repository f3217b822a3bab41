namespace AutoValley.Server.Influx.Ql;

/// <summary>Kinds of words.</summary>
internal enum QlTokenKind
{
    /// <summary>Nothing is left.</summary>
    End,

    /// <summary>A bare word: a name, or a word of the language.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Name,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a dot.</summary>
    Number,

    /// <summary>A length of time, as <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A regular expression between slashes.</summary>
    Regex,

    /// <summary>An operator or bracket.</summary>
    Symbol,
}
