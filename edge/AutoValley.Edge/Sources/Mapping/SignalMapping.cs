using System.Text.Json;
using System.Text.Json.Serialization;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>
/// Which signals get another name (a VSS path), unit or scale on their way to the sink. The file is JSON Lines, an object a line;
/// empty lines and lines that begin with # are passed over:
/// <code>
/// {"source": "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR", "path": "Vehicle.Chassis.Axle.Row1.Wheel.Right.Speed", "unit": "km/h"}
/// {"source": "CAN.GEAR.RATIO", "path": "Vehicle.Powertrain.Transmission.GearRatio", "factor": 0.01, "offset": 0}
/// </code>
/// </summary>
public sealed class SignalMapping
{
    /// <summary>Most entries of a file.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>Most errors told at once.</summary>
    private const int MaximumErrors = 20;

    private static readonly JsonSerializerOptions Json = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private readonly string file;
    private readonly Dictionary<string, MappingEntry> bySource = [];
    private readonly Dictionary<string, MappingEntry> byPath = [];

    private SignalMapping(string file) => this.file = file;

    /// <summary>Loads a file.</summary>
    /// <exception cref="SourceException">It is unusable; file, line and reason are in the message.</exception>
    public static SignalMapping Load(string path)
    {
        using var lines = RecordedLines.Open(path);
        return Read(lines);
    }

    /// <summary>The entry of a source signal; null when it stays as it is.</summary>
    public MappingEntry? Find(string source) => bySource.GetValueOrDefault(source);

    /// <summary>Checks the entries against all signals that the sources may declare.</summary>
    /// <exception cref="SourceException">
    /// Names, each with its line, the entries whose source nobody declares, whose path another signal has, or whose scale fits no number.
    /// </exception>
    public void Check(IEnumerable<SignalSpec> declarable)
    {
        var known = new Dictionary<string, SignalSpec>();
        foreach (var spec in declarable)
            known.TryAdd(spec.Name, spec);
        var errors = new List<string>();
        foreach (var entry in bySource.Values.OrderBy(entry => entry.Line))
        {
            if (Wrong(entry, known) is { } reason)
                errors.Add($"{file}:{entry.Line}: {reason}");
        }
        var more = errors.Count > MaximumErrors ? $"\n{file}: and {errors.Count - MaximumErrors} more" : "";
        if (errors.Count > 0)
            throw new SourceException(string.Join('\n', errors.Take(MaximumErrors)) + more);
    }

    internal static SignalMapping Read(RecordedLines lines)
    {
        var mapping = new SignalMapping(lines.File);
        while (lines.TryRead(out var line))
        {
            line = line.Trim(" \t"u8);
            if (!line.IsEmpty && line[0] != '#')
                mapping.Add(Parse(lines, line) with { Line = lines.Line }, lines);
        }
        return mapping;
    }

    private static MappingEntry Parse(RecordedLines lines, ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<MappingEntry>(line, Json) ?? throw lines.Error("null is no mapping");
        }
        catch (JsonException exception)
        {
            throw lines.Error($"no mapping {{\"source\": …, \"path\": …}}: {exception.Message}");
        }
    }

    private void Add(MappingEntry entry, RecordedLines lines)
    {
        if (!SignalDefinition.IsName(entry.Path))
            throw lines.Error($"'{entry.Path}' is no signal name: 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -");
        if (entry.Unit?.Length > SignalDefinition.MaximumUnitLength)
            throw lines.Error($"the unit is longer than {SignalDefinition.MaximumUnitLength} characters");
        if (bySource.Count == MaximumEntries)
            throw lines.Error($"more than {MaximumEntries} entries");
        if (!bySource.TryAdd(entry.Source, entry))
            throw lines.Error($"{entry.Source} is mapped already, in line {bySource[entry.Source].Line}");
        if (!byPath.TryAdd(entry.Path, entry))
            throw lines.Error($"{entry.Path} is taken already, in line {byPath[entry.Path].Line}");
    }

    private string? Wrong(MappingEntry entry, Dictionary<string, SignalSpec> known)
    {
        if (!known.TryGetValue(entry.Source, out var spec))
            return $"no source declares {entry.Source}";
        if (entry.HasScale && spec.Type is not (SignalType.Double or SignalType.Integer))
            return $"{entry.Source} is no number and cannot be scaled";
        // A signal may take the name of one that is itself renamed.
        if (entry.Path != entry.Source && known.ContainsKey(entry.Path) && !bySource.ContainsKey(entry.Path))
            return $"{entry.Path} is already a signal of its own; map that one elsewhere first";
        return null;
    }
}
