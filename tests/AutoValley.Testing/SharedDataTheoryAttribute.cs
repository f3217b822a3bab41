using Xunit;

namespace AutoValley.Testing;

/// <summary>As <see cref="SharedDataFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <param name="relative">File or folder below shared/data.</param>
    public SharedDataTheoryAttribute(string relative) => (Relative, Skip) = (relative, new SharedDataFactAttribute(relative).Skip);

    /// <summary>File or folder below shared/data.</summary>
    public string Relative { get; }
}
