using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Clock.Live;

/// <summary>A fact that needs ptp4l and two network namespaces of its own; skipped, with the reason, where these cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PtpFactAttribute : FactAttribute
{
    public PtpFactAttribute()
    {
        if (ToolFactAttribute.Find(PtpTests.Ptp4l) is null || ToolFactAttribute.Find("ip") is null)
            Skip = "needs ptp4l and ip (tests/run installs them when root)";
        else if (!MakesNamespaces())
            Skip = "this user may make no network namespaces";
    }

    private static bool MakesNamespaces()
    {
        var name = $"avprobe{Environment.ProcessId}";
        return Run("netns", "add", name) && Run("netns", "delete", name);
    }

    private static bool Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
