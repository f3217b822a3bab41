using Xunit.Sdk;

namespace AutoValley.Testing;

/// <summary>Normative statements of MQTT 5.0 that a test covers, by their ids; a trait of the test, and compared with <c>Conformance.md</c>.</summary>
[TraitDiscoverer("AutoValley.Testing.ConformanceDiscoverer", "AutoValley.Testing")]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ConformanceAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    /// <summary>As in the specification, without the brackets: <c>MQTT-3.1.2-8</c>.</summary>
    public IReadOnlyList<string> Ids => ids;
}
