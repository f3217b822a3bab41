namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>A type as its header declares it.</summary>
internal sealed record TypeDeclaration(string Path, int Line, string Kind, string Name)
{
    public required int LastLine { get; init; }

    /// <summary>Not inside of another type.</summary>
    public required bool IsTopLevel { get; init; }

    public required IReadOnlyList<string> Modifiers { get; init; }

    /// <summary>Of the primary constructor.</summary>
    public int ParameterCount { get; init; }

    /// <summary>Every identifier of the base list, type arguments and constraints among them.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public int LineCount => LastLine - Line + 1;

    public bool IsClass => Kind is "class" or "record" or "record class";

    public bool IsRecord => Kind.StartsWith("record", StringComparison.Ordinal);

    public bool Is(string modifier) => Modifiers.Contains(modifier);

    public Finding Finding(string what) => new(Path, Line, what);
}
