namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>A member with a body, or a signature alone, from the first line of its header to the last of its body.</summary>
internal sealed record MemberDeclaration(string Path, int Line, int LastLine, string Name, int ParameterCount)
{
    public int LineCount => LastLine - Line + 1;

    public Finding Finding(string what) => new(Path, Line, what);
}
