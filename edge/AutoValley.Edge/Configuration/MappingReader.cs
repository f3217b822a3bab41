using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Mapping.Vss;

namespace AutoValley.Edge.Configuration;

/// <summary>Reads <c>mapping</c>, <c>vss</c> and <c>privateBranches</c> of the configuration, and checks the mapping against what sources declare.</summary>
internal static class MappingReader
{
    /// <summary>The mapping; null when there is none, or an error was noted.</summary>
    public static SignalMapping? Read(ConfigurationObject file, IReadOnlyList<ISampleSource> sources)
    {
        var (name, vss, branches) = (file.Text("mapping"), file.Text("vss"), file.Texts("privateBranches"));
        if (name is null)
        {
            if (vss is not null || branches.Count > 0)
                file.Fail("mapping", "is missing: vss and privateBranches say what it may use");
            return null;
        }
        try
        {
            var rules = new MappingRules
            {
                Catalogue = vss is null ? null : VssCatalogue.Load(vss),
                PrivateBranches = branches.Count > 0 ? branches : MappingRules.UsualPrivateBranches,
            };
            var mapping = SignalMapping.Load(name, rules);
            mapping.Check(sources.SelectMany(source => source.Signals ?? []), isComplete: sources.All(source => source.Signals is not null));
            return mapping;
        }
        catch (SourceException unusable)
        {
            foreach (var line in unusable.Message.Split('\n'))
                file.Fail("mapping", $"is unusable: {line}");
            return null;
        }
    }
}
