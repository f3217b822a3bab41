using AutoValley.Edge.Sources.Kuksa.Wire;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>The signals that are asked for, as the databroker describes them.</summary>
internal static class KuksaSignals
{
    /// <summary>The databroker lists branches; these hold all that is asked for.</summary>
    public static IEnumerable<string> Roots(IReadOnlyList<string> asked) => asked.Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal);

    /// <summary>Those that are asked for, by path.</summary>
    /// <param name="asked">Signals and branches.</param>
    /// <param name="known">All that the databroker lists.</param>
    /// <exception cref="SourceException">Something does not exist, or cannot be a signal; all errors at once.</exception>
    public static IReadOnlyList<SignalSpec> Choose(IReadOnlyList<string> asked, IEnumerable<Metadata> known)
    {
        var missing = new HashSet<string>(asked, StringComparer.Ordinal);
        var (chosen, errors) = (new Dictionary<string, SignalSpec>(StringComparer.Ordinal), new List<string>());
        foreach (var signal in known)
        {
            if (asked.Where(path => IsAt(signal.Path, path)).ToArray() is not { Length: > 0 } wanted)
                continue;
            missing.ExceptWith(wanted);
            if (SpecOf(signal) is { } spec)
                chosen[signal.Path] = spec;
            else
                errors.Add($"'{signal.Path}' of type {signal.DataType} cannot be a signal");
        }
        if (missing.Count > 0)
            errors.Add($"there is no signal or branch {string.Join(", ", missing.Select(path => $"'{path}'"))}");
        if (chosen.Count > KuksaOptions.MaximumSignals)
            errors.Add($"{chosen.Count} signals are more than {KuksaOptions.MaximumSignals}: name branches that are smaller");
        return errors.Count == 0 ? [.. chosen.Values] : throw new SourceException(string.Join("; ", errors));
    }

    private static bool IsAt(string path, string asked) =>
        path.StartsWith(asked, StringComparison.Ordinal) && (path.Length == asked.Length || path[asked.Length] == '.');

    private static SignalSpec? SpecOf(Metadata signal) => KuksaValues.TypeOf(signal.DataType) is { } type && SignalDefinition.IsName(signal.Path)
        ? new SignalSpec(signal.Path, type, Cut(signal.Unit, SignalDefinition.MaximumUnitLength), Cut(signal.Description, SignalDefinition.MaximumDescriptionLength))
        : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
