namespace AutoValley.Site;

/// <summary>What persons write into audit lists.</summary>
internal static class PlainText
{
    /// <summary>Whether it is one line of so many characters at most.</summary>
    public static bool Is(string text, int maximum) => text.Length <= maximum && !text.Any(char.IsControl);
}
