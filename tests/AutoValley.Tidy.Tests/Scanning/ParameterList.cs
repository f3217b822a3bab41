namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>The parentheses of a signature that hold its parameters.</summary>
/// <param name="Start">Where the parenthesis opens.</param>
/// <param name="Count">Parameters inside.</param>
internal sealed record ParameterList(int Start, int Count)
{
    /// <summary>
    /// The parameters of a signature: the parentheses after which nothing comes, or a base, a constraint or a body. Those of
    /// a tuple type have a name behind them.
    /// </summary>
    public static ParameterList? Find(string signature)
    {
        for (var at = 0; at < signature.Length; at++)
        {
            if (signature[at] is not ('(' or '['))
                continue;
            var end = Closing(signature, at);
            if (signature[at] == '(' && IsLast(signature[Math.Min(end + 1, signature.Length)..].TrimStart()))
                return new(at, CountIn(signature[(at + 1)..end]));
            at = end;
        }
        return null;
    }

    /// <summary>Where the bracket that opens at a position closes; the last position when it does not.</summary>
    public static int Closing(string text, int open)
    {
        for (var (at, depth) = (open, 0); at < text.Length; at++)
        {
            depth += text[at] is '(' or '[' or '{' ? 1 : text[at] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0)
                return at;
        }
        return text.Length - 1;
    }

    private static bool IsLast(string rest) =>
        rest.Length == 0 || rest[0] is ':' or '=' or '{' || rest.StartsWith("where ", StringComparison.Ordinal);

    private static int CountIn(string list)
    {
        if (string.IsNullOrWhiteSpace(list))
            return 0;
        var (count, depth) = (1, 0);
        foreach (var c in list)
        {
            depth += c is '(' or '[' or '{' or '<' ? 1 : c is ')' or ']' or '}' or '>' ? -1 : 0;
            if (c == ',' && depth == 0)
                count++;
        }
        return count;
    }
}
