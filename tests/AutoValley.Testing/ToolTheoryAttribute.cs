using Xunit;

namespace AutoValley.Testing;

/// <summary>As <see cref="ToolFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <param name="tools">Programs, all of them needed.</param>
    public ToolTheoryAttribute(params string[] tools) => (Tools, Skip) = (tools, new ToolFactAttribute(tools).Skip);

    /// <summary>Programs, all of them needed.</summary>
    public IReadOnlyList<string> Tools { get; }
}
