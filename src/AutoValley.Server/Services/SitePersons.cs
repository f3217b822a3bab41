using AutoValley.Server.Refusals;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>Who does something on the site, and why: it is written down, so it has to be said.</summary>
internal static class SitePersons
{
    /// <summary>Characters of a person's name.</summary>
    public const int MaximumNameLength = 128;

    /// <summary>Characters of a reason or note.</summary>
    public const int MaximumNoteLength = 1_000;

    /// <summary>The name, without blanks around it.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: there is none, or it is too long.</exception>
    public static string Check(string person, string field = "person")
    {
        var name = person.Trim();
        return name.Length is > 0 and <= MaximumNameLength && !name.Any(char.IsControl)
            ? name
            : throw Refusal.Invalid(field, $"say who: 1 to {MaximumNameLength} characters");
    }

    /// <summary>A note, which may be empty.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is too long.</exception>
    public static string CheckNote(string note, string field = "note") => note.Length <= MaximumNoteLength
        ? note.Trim()
        : throw Refusal.Invalid(field, $"a {field} has at most {MaximumNoteLength} characters");
}
