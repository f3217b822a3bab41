using AutoValley.Testing;

namespace AutoValley.EndToEnd.Browser;

/// <summary>A theory that needs a real browser and the npm packages of its page; skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new NodeFactAttribute(WebPage.Packages).Skip ?? new ToolFactAttribute(Chromium.Program).Skip;
}
