using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Compose;

/// <summary>A fact that needs Compose, as docker's plugin or as a program of its own, and python3; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ComposeFactAttribute : FactAttribute
{
    /// <summary>How it is called; null where there is none.</summary>
    public static readonly IReadOnlyList<string>? Command = Find();

    public ComposeFactAttribute()
    {
        if (Command is null || ToolFactAttribute.Find("python3") is null)
            Skip = "needs docker compose or docker-compose, and python3 (tests/run installs them when root)";
    }

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
