namespace AutoValley.Edge.Sources;

/// <summary>What a peer wrote, fit for a line of a log or a status: control characters are replaced, and a long text is cut.</summary>
internal static class Printable
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 300;

    /// <summary>The text itself where nothing is wrong with it.</summary>
    public static string Of(string text)
    {
        if (text.Length <= MaximumLength && !text.Any(IsUnfit))
            return text;
        var cut = text.Length <= MaximumLength ? text : $"{text.AsSpan(0, MaximumLength)}…";
        return string.Concat(cut.Select(letter => IsUnfit(letter) ? '?' : letter));
    }

    private static bool IsUnfit(char letter) => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029';
}
