using Xunit;

namespace AutoValley.Testing;

/// <summary>A fact that needs a foreign program (a path, or a name on PATH); skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tools">Programs, all of them needed.</param>
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        var missing = tools.Where(tool => Find(tool) is null).ToArray();
        if (missing.Length > 0)
            Skip = $"needs {string.Join(", ", missing)} (tests/run installs it when root)";
    }

    /// <summary>Programs, all of them needed.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>The program's path, or null.</summary>
    public static string? Find(string tool)
    {
        var folders = tool.Contains('/') ? [""] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return folders.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
    }
}
