namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>A type as its header declares it.</summary>
internal sealed record TypeDeclaration(string Path, int Line, string Kind, string Name, IReadOnlyList<string> Modifiers, bool IsTopLevel)
{
    /// <summary>Of the primary constructor.</summary>
    public int ParameterCount { get; init; }

    /// <summary>Every identifier of the base list, type arguments and constraints among them.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public bool IsClass => Kind is "class" or "record" or "record class";

    public bool IsRecord => Kind.StartsWith("record", StringComparison.Ordinal);

    public bool Is(string modifier) => Modifiers.Contains(modifier);

    public Finding Finding(string what) => new(Path, Line, what);
}
