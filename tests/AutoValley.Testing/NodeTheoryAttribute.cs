using Xunit;

namespace AutoValley.Testing;

/// <summary>As <see cref="NodeFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <param name="folder">Where package.json lies, below the repository's root.</param>
    public NodeTheoryAttribute(string folder) => (Folder, Skip) = (folder, new NodeFactAttribute(folder).Skip);

    /// <summary>Where package.json lies.</summary>
    public string Folder { get; }
}
