using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Support;

/// <summary>A fact that needs a real drive and the broker to bring it over; skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReplayDriveFactAttribute : FactAttribute
{
    public ReplayDriveFactAttribute(string relative) =>
        Skip = new SharedDataFactAttribute(relative).Skip ?? new ToolFactAttribute(Mosquitto.Path).Skip;
}
