namespace AutoValley.Cli.Rendering;

/// <summary>Text that cannot steer a terminal: what a vehicle sends is not to be trusted with escape sequences.</summary>
internal static class Printable
{
    /// <summary>The text with its control characters replaced.</summary>
    public static string Of(string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '�' : source[i];
        })
        : text;
}
