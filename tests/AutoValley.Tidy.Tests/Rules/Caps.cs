using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>How big things may be.</summary>
internal static class Caps
{
    public const int FileLines = 400;
    public const int ProgramLines = 70;
    public const int MethodLines = 70;
    public const int Parameters = 7;
    public const int CompanionLines = 15;
    public const double CrowdedShare = 0.05;

    /// <summary>Files too long; a Program.cs, whose statements are one method, earlier.</summary>
    public static IEnumerable<Finding> LongFiles(IEnumerable<CSharpFile> files) =>
        from file in files
        let cap = file.Name == "Program.cs" ? ProgramLines : FileLines
        where file.LineCount > cap
        select new Finding(file.Path, file.LineCount, $"{file.LineCount} lines, {cap} are the cap");

    public static IEnumerable<Finding> LongMethods(IEnumerable<CSharpFile> files) =>
        from member in files.SelectMany(file => file.Outline.Members)
        where member.LineCount > MethodLines
        select member.Finding($"{member.Name} has {member.LineCount} lines, {MethodLines} are the cap");

    /// <summary>Parameter lists too long. Those of a record are its properties and not meant.</summary>
    public static IEnumerable<Finding> LongParameterLists(IEnumerable<CSharpFile> files)
    {
        foreach (var file in files)
        {
            foreach (var member in file.Outline.Members.Where(member => member.ParameterCount > Parameters))
                yield return member.Finding($"{member.Name} has {member.ParameterCount} parameters, {Parameters} are the cap");
            foreach (var type in file.Outline.Types.Where(type => !type.IsRecord && type.ParameterCount > Parameters))
                yield return type.Finding($"{type.Name} has {type.ParameterCount} parameters, {Parameters} are the cap");
        }
    }

    /// <summary>
    /// Files that hold more than one type and two small companions of it, generic namesakes counted once; none while they are no
    /// more than the share allowed.
    /// </summary>
    public static IEnumerable<Finding> CrowdedFiles(IReadOnlyCollection<CSharpFile> files)
    {
        var crowded = files.Select(file => (File: file, Types: TopLevelTypes(file))).Where(entry => IsCrowded(entry.Types)).ToArray();
        return crowded.Length <= files.Count * CrowdedShare
            ? []
            : crowded.Select(entry => new Finding(
                entry.File.Path, 1, $"holds {string.Join(", ", entry.Types.Select(type => type.Key))}: one type a file, and two small companions at most"));
    }

    private static IGrouping<string, TypeDeclaration>[] TopLevelTypes(CSharpFile file) =>
        [.. file.Outline.Types.Where(type => type.IsTopLevel).GroupBy(type => type.Name)];

    private static bool IsCrowded(IGrouping<string, TypeDeclaration>[] types) =>
        types.Length > 3 || types.Count(type => type.Any(part => part.Kind != "enum" && part.LineCount > CompanionLines)) > 1;
}
