using Xunit.Abstractions;
using Xunit.Sdk;

namespace AutoValley.Testing;

/// <summary>Makes each id a trait, so that <c>dotnet test --filter Conformance=MQTT-3.1.2-8</c> runs the tests of a statement.</summary>
public sealed class ConformanceDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        ((IEnumerable<object>)traitAttribute.GetConstructorArguments().Single()).Select(id => KeyValuePair.Create("Conformance", (string)id));
}
