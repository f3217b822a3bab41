using System.Reflection;

namespace AutoValley.Edge.Reporting;

/// <summary>The version of the agent's program, as built.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
