using AutoValley.Testing;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A fact that needs the real drive and a network namespace; skipped, with the reason, where one cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceDriveFactAttribute : FactAttribute
{
    public NamespaceDriveFactAttribute() => Skip = new SharedDataFactAttribute(Rav4.Folder).Skip ?? new ToolFactAttribute("ip", "tc").Skip
        ?? (NetworkNamespace.IsPossible ? null : "needs to make a network namespace (root)");
}
