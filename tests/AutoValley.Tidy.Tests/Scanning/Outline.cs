namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>The types of a file and their members, found by braces and semicolons.</summary>
internal sealed class Outline
{
    private readonly CSharpFile file;
    private readonly Stack<Scope> scopes = new([new(ScopeKind.Types, default)]);
    private int start;

    private Outline(CSharpFile file) => this.file = file;

    public List<TypeDeclaration> Types { get; } = [];

    public List<MemberDeclaration> Members { get; } = [];

    /// <summary>Reads a file's declarations.</summary>
    /// <exception cref="FormatException">The braces do not balance: the scanner misread the file.</exception>
    public static Outline Of(CSharpFile file)
    {
        var outline = new Outline(file);
        outline.Scan();
        return outline;
    }

    private ScopeKind Kind => scopes.Peek().Kind;

    private bool InDeclarations => Kind is ScopeKind.Types or ScopeKind.Members;

    private void Scan()
    {
        var depth = 0;
        for (var at = 0; at < file.Code.Length; at++)
        {
            var c = file.Code[at];
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (depth > 0 || c is not ('{' or '}' or ';'))
                continue;
            var before = Kind;
            if (c == '{')
                Open(at);
            else if (c == '}')
                Close(at);
            else
                End(at);
            if (before != ScopeKind.Value && Kind != ScopeKind.Value)
                start = at + 1;
        }
        if (depth != 0 || scopes.Count != 1)
            throw new FormatException($"{file.Path}: braces do not balance");
    }

    private void Open(int at)
    {
        var header = Header.Of(file.Code, start, at);
        scopes.Push(new(InDeclarations ? header.Opens : Kind, header));
    }

    private void Close(int at)
    {
        var (kind, header) = scopes.Pop();
        if (scopes.Count == 0)
            throw new FormatException($"{file.Path}:{file.LineOf(at)}: a closing brace too many");
        if (InDeclarations && header.IsType)
            Types.Add(header.ToType(file, at, Kind == ScopeKind.Types));
        else if (kind == ScopeKind.Body && Kind == ScopeKind.Members)
            Members.Add(header.ToMember(file, at));
    }

    private void End(int at)
    {
        if (!InDeclarations)
            return;
        var header = Header.Of(file.Code, start, at);
        if (header.IsType)
            Types.Add(header.ToType(file, at, Kind == ScopeKind.Types));
        else if (Kind == ScopeKind.Members && header.IsMember)
            Members.Add(header.ToMember(file, at));
    }
}

/// <summary>What the braces of a scope hold.</summary>
internal enum ScopeKind
{
    /// <summary>A file or a namespace.</summary>
    Types,

    /// <summary>A type, or an extension block.</summary>
    Members,

    /// <summary>Statements, accessors or the names of an enum.</summary>
    Body,

    /// <summary>Part of an expression that ends at a semicolon: an initialiser, a switch expression.</summary>
    Value,
}

internal readonly record struct Scope(ScopeKind Kind, Header Header);
