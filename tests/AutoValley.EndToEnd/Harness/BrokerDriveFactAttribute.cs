using AutoValley.Testing;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A fact that needs the drive's recording and mosquitto; skipped, with the reason, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrokerDriveFactAttribute : FactAttribute
{
    public BrokerDriveFactAttribute() =>
        Skip = new SharedDataFactAttribute(Rav4.Folder).Skip ?? new ToolFactAttribute(BrokerUnderTest.Program).Skip;
}
