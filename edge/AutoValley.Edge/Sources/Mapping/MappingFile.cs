using System.Text.Json;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>Reads mapping files. A line that is no entry ends the reading; whatever is wrong with entries is told of all of them at once.</summary>
internal sealed class MappingFile
{
    private readonly RecordedLines lines;
    private readonly MappingRules rules;
    private readonly SignalMapping mapping;
    private readonly Dictionary<string, long> lineOfPath = [];
    private readonly List<(long Line, string Reason)> errors = [];

    private MappingFile(RecordedLines lines, MappingRules rules) =>
        (this.lines, this.rules, mapping) = (lines, rules, new SignalMapping(lines.File, rules));

    /// <summary>Loads a file.</summary>
    /// <exception cref="SourceException">It is unusable; file, line and reason are in the message.</exception>
    public static SignalMapping Load(string path, MappingRules rules)
    {
        using var lines = RecordedLines.Open(path);
        return Read(lines, rules);
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <exception cref="SourceException">As <see cref="Load"/>.</exception>
    public static SignalMapping Read(RecordedLines lines, MappingRules rules)
    {
        var file = new MappingFile(lines, rules);
        var entries = 0;
        while (lines.TryRead(out var line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (++entries > SignalMapping.MaximumEntries)
                throw lines.Error($"more than {SignalMapping.MaximumEntries} entries");
            file.Add(file.Parse(line) with { Line = lines.Line });
        }
        file.mapping.Refuse(file.errors);
        return file.mapping;
    }

    private MappingEntry Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MappingJson.Default.MappingEntry) ?? throw lines.Error("null is no mapping");
        }
        catch (JsonException exception)
        {
            throw lines.Error($"no mapping {{\"source\": …, \"path\": …}}: {exception.Message}");
        }
    }

    private void Add(MappingEntry entry)
    {
        var before = errors.Count;
        errors.AddRange(Errors(entry).Select(reason => (entry.Line, reason)));
        if (mapping.Find(entry.Source) is { } other)
            errors.Add((entry.Line, $"{entry.Source} is mapped already, in line {other.Entry.Line}"));
        if (!lineOfPath.TryAdd(entry.Path, entry.Line))
            errors.Add((entry.Line, $"{entry.Path} is taken already, in line {lineOfPath[entry.Path]}"));
        try
        {
            var sampling = entry.ReadSampling();
            if (errors.Count == before)
                mapping.Add(new MappedSignal(entry, sampling));
        }
        catch (FormatException error)
        {
            errors.Add((entry.Line, error.Message));
        }
    }

    private IEnumerable<string> Errors(MappingEntry entry)
    {
        if (!SignalDefinition.IsName(entry.Path))
        {
            yield return $"'{entry.Path}' is no signal name: 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -";
            yield break;
        }
        if (entry.Unit?.Length > SignalDefinition.MaximumUnitLength)
            yield return $"the unit is longer than {SignalDefinition.MaximumUnitLength} characters";
        if (entry.HasScale && entry.SourceUnit is not null)
            yield return "either sourceUnit, or factor and offset";
        if (entry.Range is not (null or "vss"))
            yield return $"range is '{entry.Range}', not vss; a range of your own is min and max";
        if (entry.Outside is not (null or "drop" or "clamp"))
            yield return $"outside is '{entry.Outside}', not drop or clamp";
        if (entry.Outside is not null && entry is { Range: null, Minimum: null, Maximum: null })
            yield return "outside belongs to a range: min, max or range";
        if (entry.Minimum > entry.Maximum)
            yield return "min is greater than max";
        foreach (var error in rules.Errors(entry))
            yield return error;
    }
}
