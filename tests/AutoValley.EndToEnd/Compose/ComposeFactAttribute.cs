using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Compose;

/// <summary>A fact that needs Compose, as docker's plugin or as a program of its own, and python3 with its module yaml; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ComposeFactAttribute : FactAttribute
{
    /// <summary>How it is called; null where there is none.</summary>
    public static readonly IReadOnlyList<string>? Command = Find();

    // What Compose says is YAML: not every version of it says it in JSON too.
    private static readonly bool HasYaml = Answers("python3", "-c", "import yaml");

    /// <param name="tools">More programs that are needed.</param>
    public ComposeFactAttribute(params string[] tools)
    {
        Tools = tools;
        var missing = tools.Where(tool => ToolFactAttribute.Find(tool) is null).ToList();
        if (Command is null)
            missing.Add("docker compose or docker-compose");
        if (!HasYaml)
            missing.Add("python3-yaml");
        if (missing.Count > 0)
            Skip = $"needs {string.Join(", ", missing)} (tests/run installs it when root)";
    }

    /// <summary>More programs that are needed.</summary>
    public IReadOnlyList<string> Tools { get; }

    private static string[]? Find() =>
        Answers("docker", "compose", "version") ? ["docker", "compose"]
        : Answers("docker-compose", "version") ? ["docker-compose"]
        : null;

    private static bool Answers(string program, params string[] arguments)
    {
        if (ToolFactAttribute.Find(program) is null)
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
