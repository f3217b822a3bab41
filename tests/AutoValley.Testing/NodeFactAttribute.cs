using Xunit;

namespace AutoValley.Testing;

/// <summary>A fact that needs node and an installed folder of npm packages; skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <param name="folder">Where package.json lies, below the repository's root.</param>
    public NodeFactAttribute(string folder)
    {
        Folder = folder;
        if (ToolFactAttribute.Find("node") is null)
            Skip = "needs node";
        else if (!Directory.Exists(Path.Combine(SharedData.RepositoryRoot, folder, "node_modules")))
            Skip = $"needs the npm packages of {folder} (tests/run installs them where npm is)";
    }

    /// <summary>Where package.json lies.</summary>
    public string Folder { get; }
}
