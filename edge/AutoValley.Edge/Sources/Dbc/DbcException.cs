namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A DBC file breaks a rule of the format. The message is <c>file:line: reason</c>.</summary>
public sealed class DbcException(string file, int line, string reason) : SourceException($"{file}:{line}: {reason}")
{
    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The rule that is broken.</summary>
    public string Reason { get; } = reason;
}
