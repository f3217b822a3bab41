using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class LinksTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["README.md"] = "",
        ["docs"] = "",
        ["docs/A.md"] = "# One `thing`, two\n",
        ["src/B.cs"] = "",
    };

    [Theory]
    [InlineData("[a](A.md) [b](../src/B.cs) [c](/README.md) [d](./../docs/) [e](https://x.y/z) [f](mailto:a@b)", null)]
    [InlineData("[a](A.md#one-thing-two) [b](#here)\n## Here\n", null)]
    [InlineData("```\n[a](gone.md)\n```\n`[b](gone.md)`", null)]
    [InlineData("\n[a](gone.md)", "2: gone.md leads nowhere")]
    [InlineData("[a]: gone.md", "1: gone.md leads nowhere")]
    [InlineData("<img src=\"gone.png\">", "1: gone.png leads nowhere")]
    [InlineData("[a](../../README.md)", "1: ../../README.md leads nowhere")]
    [InlineData("[a](A.md#three)", "1: A.md#three: no such heading")]
    public void Dead_LinksOfADocument_AreFound(string text, string? told)
    {
        var document = new TextFile("docs/here.md", text);
        var dead = Links.Dead(document, path => path == document.Path ? text : Files.GetValueOrDefault(path));
        Assert.Equal(told is null ? [] : [told], dead.Told());
    }
}
