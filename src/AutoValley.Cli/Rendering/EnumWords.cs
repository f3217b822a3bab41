using System.Text;

namespace AutoValley.Cli.Rendering;

/// <summary>Members of the protos' enumerations as people write them: OverCapacity is over-capacity.</summary>
internal static class EnumWords
{
    public static string Of<T>(T member)
        where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (var character in member.ToString())
        {
            if (char.IsUpper(character) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(character));
        }
        return word.ToString();
    }

    /// <summary>All words but that for nothing.</summary>
    public static string[] All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Skip(1).Select(Of)];

    /// <summary>The member of a word of <see cref="All"/>.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().First(member => Of(member) == word);
}
