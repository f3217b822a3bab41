using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>How types are declared.</summary>
internal static class Declarations
{
    /// <summary>What writes the other half of a partial type.</summary>
    private static readonly string[] Generators = ["[LoggerMessage", "[GeneratedRegex", "[JsonSerializable", "[LibraryImport"];

    /// <summary>Classes that are neither sealed, static nor abstract although no class of the tree derives from them.</summary>
    public static IEnumerable<Finding> Unsealed(IReadOnlyCollection<CSharpFile> files)
    {
        var classes = files.SelectMany(file => file.Outline.Types).Where(type => type.IsClass).ToArray();
        var bases = classes.SelectMany(type => type.Bases).ToHashSet(StringComparer.Ordinal);
        return from type in classes.GroupBy(type => type.Name)
               where !bases.Contains(type.Key)
               from part in type
               where !type.Any(other => IsClosed(other) && (ReferenceEquals(other, part) || (other.Is("partial") && part.Is("partial"))))
               select part.Finding($"{part.Name} is not sealed, and nothing derives from it");
    }

    /// <summary>Partial types whose file shows no source generator at work.</summary>
    public static IEnumerable<Finding> Partial(IReadOnlyCollection<CSharpFile> files) =>
        from file in files
        where !Generators.Any(generator => file.Code.Contains(generator, StringComparison.Ordinal))
        from type in file.Outline.Types
        where type.Is("partial")
        select type.Finding($"{type.Name} is partial without a source generator");

    private static bool IsClosed(TypeDeclaration type) => type.Is("sealed") || type.Is("static") || type.Is("abstract");
}
