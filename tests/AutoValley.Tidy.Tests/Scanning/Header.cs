using System.Text.RegularExpressions;

namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>The text of a declaration up to its opening brace or semicolon, attributes left out.</summary>
internal readonly partial record struct Header(int Position, string Text)
{
    /// <summary>The header that lies in the code between two positions.</summary>
    public static Header Of(string code, int start, int end)
    {
        while (true)
        {
            while (start < end && char.IsWhiteSpace(code[start]))
                start++;
            if (start == end || code[start] != '[')
                return new(start, Operator().Replace(code[start..end].TrimEnd(), "operator"));
            start = Math.Min(end, ParameterList.Closing(code, start) + 1);
        }
    }

    /// <summary>What a brace after this header opens, where types or members are expected.</summary>
    public ScopeKind Opens =>
        Text.StartsWith("namespace ", StringComparison.Ordinal) ? ScopeKind.Types
        : Type().Match(Text) is { Success: true } type ? (type.Groups["kind"].Value == "enum" ? ScopeKind.Body : ScopeKind.Members)
        : Extension().IsMatch(Text) ? ScopeKind.Members
        : ValueStart >= 0 ? ScopeKind.Value
        : ScopeKind.Body;

    /// <summary>A class, struct, record, interface or enum.</summary>
    public bool IsType => Type().IsMatch(Text);

    /// <summary>A method, constructor, operator or computed property: a field is not.</summary>
    public bool IsMember =>
        ParameterList.Find(Signature) is not null || (ValueStart >= 0 && Text.AsSpan(ValueStart).StartsWith("=>", StringComparison.Ordinal));

    public TypeDeclaration ToType(CSharpFile file, int end, bool isTopLevel)
    {
        var match = Type().Match(Text);
        var kind = WhiteSpace().Replace(match.Groups["kind"].Value, " ");
        var rest = Text[(match.Index + match.Length)..];
        var parameters = ParameterList.Find(rest);
        return new(file.Path, file.LineOf(Position), kind, match.Groups["name"].Value)
        {
            LastLine = file.LineOf(end),
            IsTopLevel = isTopLevel,
            Modifiers = WhiteSpace().Split(match.Groups["modifiers"].Value),
            ParameterCount = parameters?.Count ?? 0,
            Bases = rest.Split(':', 2) is [_, var bases] ? [.. Identifier().Matches(bases).Select(name => name.Value)] : [],
        };
    }

    public MemberDeclaration ToMember(CSharpFile file, int end)
    {
        var signature = Signature;
        var parameters = ParameterList.Find(signature);
        var name = MemberName().Match(signature[..(parameters?.Start ?? signature.Length)]).Groups["name"].Value;
        return new(file.Path, file.LineOf(Position), file.LineOf(end), name, parameters?.Count ?? 0);
    }

    /// <summary>The part before an expression body or an initialiser.</summary>
    private string Signature => ValueStart < 0 ? Text : Text[..ValueStart];

    /// <summary>Where `=>` or `=` stands outside of brackets; -1 for nowhere.</summary>
    private int ValueStart
    {
        get
        {
            for (var (at, depth) = (0, 0); at < Text.Length; at++)
            {
                depth += Text[at] is '(' or '[' ? 1 : Text[at] is ')' or ']' ? -1 : 0;
                if (depth == 0 && Text[at] == '=')
                    return at;
            }
            return -1;
        }
    }

    [GeneratedRegex(@"^(?<modifiers>(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe|new)\s+)*)
        (?<kind>class|struct|interface|enum|record\s+struct|record\s+class|record)\s+(?<name>@?\w+)", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Type();

    [GeneratedRegex(@"^extension\s*[<(]")]
    private static partial Regex Extension();

    [GeneratedRegex(@"\boperator\s+[^\s\w(]+(?=\s*\()")]
    private static partial Regex Operator();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"(?<name>[A-Za-z_]\w*)\s*(<[^<>]*>|\[.*\])?\s*$")]
    private static partial Regex MemberName();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();
}
