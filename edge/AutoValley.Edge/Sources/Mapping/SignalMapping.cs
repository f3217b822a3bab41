using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>
/// Which signals get another name (a VSS path), unit or scale on their way to the sink, and how many of their samples go on. Its file is JSON
/// Lines, a <see cref="MappingEntry"/> a line; empty lines and lines that begin with # are passed over:
/// <code>
/// {"source": "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR", "path": "Vehicle.Chassis.Axle.Row1.Wheel.Right.Speed", "unit": "km/h", "range": "vss"}
/// {"source": "CAN.GEAR.RATIO", "path": "Vehicle.Powertrain.Transmission.GearRatio", "factor": 0.01, "offset": 0}
/// {"source": "CAN.BODY.DOOR", "path": "Private.Door", "onChange": true, "heartbeat": "30s"}
/// </code>
/// </summary>
public sealed class SignalMapping
{
    /// <summary>Most entries of a file.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>Most errors told at once.</summary>
    internal const int MaximumErrors = 20;

    /// <summary>Most signals whose counts are told one by one.</summary>
    private const int MaximumCounts = 32;

    private readonly string file;
    private readonly MappingRules rules;
    private readonly Dictionary<string, MappedSignal> bySource = [];

    internal SignalMapping(string file, MappingRules rules) => (this.file, this.rules) = (file, rules);

    /// <summary>The entries, by line.</summary>
    internal IEnumerable<MappedSignal> Signals => bySource.Values.OrderBy(signal => signal.Entry.Line);

    /// <summary>Entries whose source nobody declared so far: file, line and name.</summary>
    internal IEnumerable<string> Undeclared =>
        Signals.Where(signal => !signal.IsDeclared).Select(signal => $"{file}:{signal.Entry.Line}: no source declares {signal.Entry.Source}");

    /// <summary>What was left out or changed so far.</summary>
    internal IEnumerable<SourceCount> Counts => CountsOf(bySource.Values);

    /// <summary>Loads a file.</summary>
    /// <exception cref="SourceException">It is unusable; file, line and reason are in the message.</exception>
    internal static SignalMapping Load(string path, MappingRules rules) => MappingFile.Load(path, rules);

    /// <summary>Checks the entries against all signals that the sources may declare.</summary>
    /// <exception cref="SourceException">
    /// Names, each with its line, the entries whose source nobody declares, whose path another signal has, or that fit its type or unit in no way.
    /// </exception>
    public void Check(IEnumerable<SignalSpec> declarable) => Check(declarable, isComplete: true);

    /// <summary>Checks the entries against signals that sources may declare.</summary>
    /// <param name="declarable">The signals.</param>
    /// <param name="isComplete">Whether no source declares others.</param>
    /// <exception cref="SourceException">As the other one.</exception>
    internal void Check(IEnumerable<SignalSpec> declarable, bool isComplete)
    {
        var known = new Dictionary<string, SignalSpec>();
        foreach (var spec in declarable)
            known.TryAdd(spec.Name, spec);
        Refuse(Signals.SelectMany(signal => Wrong(signal, known, isComplete).Select(reason => (signal.Entry.Line, reason))));
    }

    internal static IEnumerable<SourceCount> CountsOf(IEnumerable<MappedSignal> signals)
    {
        var all = signals.ToList();
        var outside = all.Where(signal => signal.Outside > 0).OrderBy(signal => signal.Entry.Line).ToList();
        foreach (var signal in outside.Take(MaximumCounts))
            yield return new SourceCount($"{signal.Entry.Path} outside its range", signal.Outside, signal.Entry.Outside != "clamp");
        if (outside.Skip(MaximumCounts).Sum(signal => signal.Outside) is var rest and > 0)
            yield return new SourceCount("other signals outside their range", rest, IsGap: true);
        if (all.Sum(signal => signal.LeftOut) is var leftOut and > 0)
            yield return new SourceCount("left out by sampling", leftOut);
    }

    /// <summary>The entry of a source signal; null when it stays as it is.</summary>
    internal MappedSignal? Find(string source) => bySource.GetValueOrDefault(source);

    /// <summary>What an entry makes of its signal.</summary>
    /// <exception cref="ArgumentException">It fits the signal's type or unit in no way.</exception>
    internal SignalConversion Convert(MappedSignal signal, SignalSpec spec)
    {
        try
        {
            return rules.Convert(signal.Entry, spec);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"{file}:{signal.Entry.Line}: {error.Message}", nameof(spec), error);
        }
    }

    internal void Add(MappedSignal signal) => bySource.Add(signal.Entry.Source, signal);

    /// <summary>Fails when there are errors: the first of them, with their lines.</summary>
    internal void Refuse(IEnumerable<(long Line, string Reason)> errors)
    {
        var told = errors.Select(error => $"{file}:{error.Line}: {error.Reason}").ToList();
        var more = told.Count > MaximumErrors ? $"\n{file}: and {told.Count - MaximumErrors} more" : "";
        if (told.Count > 0)
            throw new SourceException(string.Join('\n', told.Take(MaximumErrors)) + more);
    }

    private IEnumerable<string> Wrong(MappedSignal signal, Dictionary<string, SignalSpec> known, bool isComplete)
    {
        var entry = signal.Entry;
        if (!known.TryGetValue(entry.Source, out var spec))
        {
            if (isComplete)
                yield return $"no source declares {entry.Source}{Vss.EditDistance.Nearest(entry.Source, known.Keys) switch { null => "", var nearest => $"; nearest: {nearest}" }}";
            yield break;
        }
        if (Misfit(entry, spec) is { } misfit)
            yield return misfit;
        // A signal may take the name of one that is itself renamed.
        if (entry.Path != entry.Source && known.ContainsKey(entry.Path) && !bySource.ContainsKey(entry.Path))
            yield return $"{entry.Path} is already a signal of its own; map that one elsewhere first";
    }

    private string? Misfit(MappingEntry entry, SignalSpec spec)
    {
        try
        {
            rules.Convert(entry, spec);
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }
}
