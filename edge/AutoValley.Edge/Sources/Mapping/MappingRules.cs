using AutoValley.Edge.Sources.Mapping.Vss;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>What paths and units a mapping may use.</summary>
internal sealed record MappingRules
{
    /// <summary>
    /// Names that begin so (with a dot behind) are the vehicle's own, not VSS's: <c>Private</c> is where a mapping puts what VSS lacks, the
    /// others are what sources name their signals by themselves.
    /// </summary>
    public static readonly IReadOnlyList<string> UsualPrivateBranches = ["Private", "Vehicle.Private", "CAN", "GNSS", "OBD", "MONR"];

    /// <summary>No catalogue: units are checked, paths are not.</summary>
    public static readonly MappingRules None = new();

    /// <summary>Null when paths are not checked.</summary>
    public VssCatalogue? Catalogue { get; init; }

    /// <summary>Of the vehicle's own names.</summary>
    public IReadOnlyList<string> PrivateBranches { get; init; } = UsualPrivateBranches;

    /// <summary>All that is wrong with an entry whatever its source; each error a sentence.</summary>
    public IEnumerable<string> Errors(MappingEntry entry)
    {
        var isPrivate = IsPrivate(entry.Path);
        var known = Catalogue?.Find(entry.Path);
        if (Catalogue is not null && known is null && !isPrivate)
            yield return $"{Catalogue.Unknown(entry.Path)}; private branches: {string.Join(", ", PrivateBranches)}";
        if (known is { Type: null })
            yield return $"{entry.Path} is {known.Datatype} in the VSS catalogue, and a signal is no array";
        if (entry.SourceUnit is { } source && Units.Find(source) is null)
            yield return UnknownUnit("sourceUnit", source);
        if (entry.Unit is { } unit && Units.Find(unit) is null && !Units.IsNone(unit) && !isPrivate)
            yield return UnknownUnit("unit", unit);
        else if (entry.Unit is { } stated && known is not null && !IsSame(stated, known.Unit))
            yield return $"{entry.Path} is in '{known.Unit}' in the VSS catalogue, not in '{stated}'";
        if (entry.Range == "vss" && known is null)
            yield return Catalogue is null ? "range \"vss\" needs a VSS catalogue" : $"{entry.Path} has no range in the VSS catalogue";
        else if (entry.Range == "vss" && known is { Minimum: null, Maximum: null } && entry is { Minimum: null, Maximum: null })
            yield return $"{entry.Path} has no range in the VSS catalogue; give min and max";
    }

    /// <summary>What an entry makes of a signal.</summary>
    /// <exception cref="FormatException">It fits the signal's type or unit in no way; the message says why.</exception>
    public SignalConversion Convert(MappingEntry entry, SignalSpec spec)
    {
        var known = Catalogue?.Find(entry.Path);
        var (factor, offset, unit) = Scale(entry, spec, entry.Unit ?? known?.Unit);
        var changes = (factor, offset) != (1, 0) || entry.HasScale;
        var isNumber = spec.Type is SignalType.Double or SignalType.Integer;
        if (changes && !isNumber)
            throw new FormatException($"{spec.Name} is no number and cannot be scaled");
        var conversion = new SignalConversion
        {
            Target = spec with { Name = entry.Path, Unit = unit, Type = TypeOf(spec, known, changes) },
            Factor = factor,
            Offset = offset,
            Minimum = entry.Minimum ?? (entry.Range is null ? null : known?.Minimum) ?? double.NegativeInfinity,
            Maximum = entry.Maximum ?? (entry.Range is null ? null : known?.Maximum) ?? double.PositiveInfinity,
            Clamps = entry.Outside == "clamp",
        };
        if (conversion.HasRange && conversion.Target.Type is SignalType.Text or SignalType.Boolean)
            throw new FormatException($"{entry.Path} is no number and has no range");
        return conversion;
    }

    /// <summary>Whether a name is the vehicle's own.</summary>
    public bool IsPrivate(string path) => PrivateBranches.Any(branch =>
        path.StartsWith(branch, StringComparison.Ordinal) && (path.Length == branch.Length || path[branch.Length] == '.'));

    private static (double Factor, double Offset, string Unit) Scale(MappingEntry entry, SignalSpec spec, string? target)
    {
        if (entry.HasScale)
            return (entry.Factor ?? 1, entry.Offset ?? 0, Spelled(target ?? spec.Unit));
        var source = entry.SourceUnit ?? spec.Unit;
        // Of a source that states no unit the mapping knows more.
        if (target is null || Units.IsNone(source) || IsSame(source, target))
            return (1, 0, target is null ? source : Spelled(target));
        if (Units.Find(source) is not { } from)
            throw new FormatException($"{spec.Name} comes in '{source}', which is no known unit: state sourceUnit, or factor and offset");
        if (Units.Find(target) is not { } to)
            throw new FormatException($"{spec.Name} comes in {from.Name}, and nothing is known of '{target}': state factor and offset");
        try
        {
            var (factor, offset) = Units.Between(from, to);
            return (factor, offset, to.Name);
        }
        catch (ArgumentException apart)
        {
            throw new FormatException($"{spec.Name} cannot be {entry.Path}: {apart.Message}; is sourceUnit wrong?", apart);
        }
    }

    // What is finer than the catalogue's integers stays so: nothing is rounded away.
    private static SignalType TypeOf(SignalSpec spec, VssSignal? known, bool changes)
    {
        var isNumber = spec.Type is SignalType.Double or SignalType.Integer;
        var given = changes ? SignalType.Double : spec.Type;
        return known?.Type switch
        {
            null => given,
            SignalType.Double when isNumber => SignalType.Double,
            SignalType.Integer when isNumber => given,
            SignalType.Boolean when isNumber && !changes => SignalType.Boolean,
            var type when type == spec.Type => spec.Type,
            _ => throw new FormatException($"{spec.Name} is {Word(spec.Type)}, but {known.Path} is {known.Datatype} in the VSS catalogue"),
        };
    }

    private static string Word(SignalType type) => type switch
    {
        SignalType.Text => "a text",
        SignalType.Boolean => "a boolean",
        _ => "a number",
    };

    private static string UnknownUnit(string member, string unit)
    {
        var nearest = EditDistance.Nearest(unit, Units.Names);
        return $"{member} '{unit}' is no known unit{(nearest is null ? "" : $"; nearest: {nearest}")}";
    }

    private static bool IsSame(string first, string second) =>
        first == second || (Units.IsNone(first) && Units.IsNone(second)) || (Units.Find(first) is { } unit && unit == Units.Find(second));

    private static string Spelled(string unit) => Units.Find(unit)?.Name ?? unit;
}
