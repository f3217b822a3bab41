using System.Text.RegularExpressions;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>Inside the server nothing points at Services or Demo but Program.cs and Composition, and the edge agent is for Demo alone.</summary>
internal static class ServerRooms
{
    private const string Server = "src/AutoValley.Server/";

    private static readonly string[] OuterRooms = ["Services", "Demo"];

    public static IEnumerable<Finding> Inward(IReadOnlyCollection<CSharpFile> files)
    {
        var inside = files.Where(file => file.Path.StartsWith(Server, StringComparison.Ordinal) && !IsRoot(file.Path)).ToArray();
        foreach (var room in OuterRooms)
        {
            // By its full name, or as it is seen from within AutoValley.Server: Demo.Fleet.
            var types = inside.Where(file => RoomOf(file) == room).SelectMany(file => file.Outline.Types).Select(type => type.Name).Distinct();
            var use = new Regex($@"(?<!\bnamespace\s+)\bAutoValley\.Server\.{room}\b|(?<![\w.]){room}\.({string.Join('|', types.Append("$^"))})\b");
            foreach (var finding in Uses(inside, room, use))
                yield return finding;
        }
        foreach (var finding in Uses(inside, "Demo", new Regex(@"\bAutoValley\.Edge\b")))
            yield return finding;
    }

    private static IEnumerable<Finding> Uses(IEnumerable<CSharpFile> files, string room, Regex use) =>
        files.Where(file => RoomOf(file) != room).SelectMany(file => file.CodeMatches(use, match => $"{RoomOf(file)} may not use {match.Value}"));

    private static string RoomOf(CSharpFile file) => file.Path[Server.Length..].Split('/')[0];

    // The composition root: Program.cs for the commands, Composition for what they start.
    private static bool IsRoot(string path) =>
        path == Server + "Program.cs" || path.StartsWith(Server + "Composition/", StringComparison.Ordinal);
}
