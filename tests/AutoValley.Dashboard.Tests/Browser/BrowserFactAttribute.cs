using AutoValley.Testing;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>A fact that needs Debian's Chromium and the page's npm packages; skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() =>
        Skip = new ToolFactAttribute(Chromium.Program).Skip ?? new NodeFactAttribute(Chromium.PageFolder).Skip;
}
