using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>Made-up files for the rules' own tests.</summary>
internal static class Tree
{
    public const string Somewhere = "src/AutoValley.Storage/File.cs";

    /// <summary>One file of the product.</summary>
    public static CSharpFile[] Of(string source, string path = Somewhere) => [new(path, source)];

    /// <summary>The findings as "line: what".</summary>
    public static string[] Told(this IEnumerable<Finding> findings) => [.. findings.Select(finding => $"{finding.Line}: {finding.What}")];
}
