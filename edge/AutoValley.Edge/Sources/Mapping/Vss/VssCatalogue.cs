using System.Text.Json;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Mapping.Vss;

/// <summary>
/// A VSS catalogue as vss-tools export it to JSON: a tree of branches with instances expanded. Only names, data types, units and ranges
/// are read.
/// </summary>
internal sealed class VssCatalogue
{
    /// <summary>Largest file, in bytes; release 5.1 has 350 kB.</summary>
    public const int MaximumBytes = 64 << 20;

    /// <summary>Most signals.</summary>
    public const int MaximumSignals = 100_000;

    private readonly Dictionary<string, VssSignal> signals = new(StringComparer.Ordinal);
    private readonly HashSet<string> branches = new(StringComparer.Ordinal);

    /// <summary>How many signals it has.</summary>
    public int Count => signals.Count;

    /// <summary>Loads a file, plain or gzip.</summary>
    /// <exception cref="SourceException">It is no catalogue, or too large; the message names file and reason.</exception>
    public static VssCatalogue Load(string file)
    {
        using var stream = RecordedFile.Open(file);
        try
        {
            using var document = JsonDocument.Parse(Bounded(stream));
            var catalogue = new VssCatalogue();
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                catalogue.Add("", document.RootElement);
            return catalogue.Count > 0 ? catalogue : throw new FormatException("no signal is in it");
        }
        catch (Exception error) when (error is JsonException or FormatException or IOException or InvalidDataException)
        {
            throw new SourceException($"{file}: no VSS catalogue as JSON: {error.Message}", error);
        }
    }

    /// <summary>All of them, in the order of the file.</summary>
    public IReadOnlyCollection<VssSignal> Signals => signals.Values;

    /// <summary>The signal of a path; null when there is none.</summary>
    public VssSignal? Find(string path) => signals.GetValueOrDefault(path);

    /// <summary>Why a path is none of a signal, with what may have been meant.</summary>
    public string Unknown(string path)
    {
        if (branches.Contains(path))
            return $"{path} is a branch of the VSS catalogue, not a signal";
        var nearest = EditDistance.Nearest(path, signals.Keys);
        return $"{path} is not in the VSS catalogue{(nearest is null ? "" : $"; nearest: {nearest}")}";
    }

    private static ReadOnlyMemory<byte> Bounded(Stream stream)
    {
        var (read, part) = (new MemoryStream(), new byte[64 << 10]);
        while (stream.Read(part) is var count and > 0)
        {
            read.Write(part, 0, count);
            if (read.Length > MaximumBytes)
                throw new FormatException($"larger than {MaximumBytes} bytes");
        }
        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private void Add(string parent, JsonElement children)
    {
        foreach (var child in children.EnumerateObject())
        {
            var path = parent.Length == 0 ? child.Name : $"{parent}.{child.Name}";
            if (child.Value.ValueKind != JsonValueKind.Object)
                throw new FormatException($"{path} is {child.Value.ValueKind}, not a node");
            if (child.Value.TryGetProperty("children", out var below) && below.ValueKind == JsonValueKind.Object)
            {
                branches.Add(path);
                Add(path, below);
            }
            else if (TextOf(child.Value, "datatype") is { } datatype)
            {
                signals[path] = new VssSignal(path, datatype, TextOf(child.Value, "unit") ?? "", NumberOf(child.Value, "min"), NumberOf(child.Value, "max"));
                if (signals.Count > MaximumSignals)
                    throw new FormatException($"more than {MaximumSignals} signals");
            }
        }
    }

    private static string? TextOf(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? NumberOf(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
