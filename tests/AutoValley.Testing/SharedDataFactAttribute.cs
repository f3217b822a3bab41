using Xunit;

namespace AutoValley.Testing;

/// <summary>A fact on real input; skipped, with the reason, where <c>../shared/data</c> lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="relative">File or folder below shared/data.</param>
    /// <param name="tools">Programs that it needs besides, as of <see cref="ToolFactAttribute"/>.</param>
    public SharedDataFactAttribute(string relative, params string[] tools) =>
        (Relative, Tools, Skip) = (relative, tools, SharedData.Has(relative) ? new ToolFactAttribute(tools).Skip : $"needs ../shared/data/{relative}");

    /// <summary>File or folder below shared/data.</summary>
    public string Relative { get; }

    /// <summary>Programs, all of them needed.</summary>
    public IReadOnlyList<string> Tools { get; }
}
