using System.Text;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can;

/// <summary>Reads a candump log, plain or gzip. Empty lines and lines that begin with # are passed over.</summary>
public sealed class CandumpReader : ICanLog
{
    /// <summary>Most interfaces in one log.</summary>
    public const int MaximumBuses = 256;

    private readonly RecordedLines lines;
    private readonly Dictionary<string, string> buses = [];
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> busLookup;

    private CandumpReader(RecordedLines lines)
    {
        this.lines = lines;
        busLookup = buses.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public string File => lines.File;

    /// <inheritdoc/>
    public CanFrame Frame { get; } = new();

    /// <inheritdoc/>
    public string LeftOut => "";

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static CandumpReader Open(string path) => new(RecordedLines.Open(path));

    /// <summary>Reads a stream; <paramref name="name"/> stands in errors.</summary>
    public static CandumpReader Over(string name, Stream stream) => new(RecordedLines.Over(name, stream));

    /// <inheritdoc/>
    public bool Read()
    {
        while (lines.TryRead(out var line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (CandumpLine.TryParse(line, Frame, out var bus) is { } reason)
                throw lines.Error(reason);
            Frame.Bus = Intern(bus);
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    /// <summary>The interface's one string; nothing is allocated for one that came before.</summary>
    private string Intern(ReadOnlySpan<byte> bytes)
    {
        // IFNAMSIZ, Linux's limit, is 16.
        Span<char> name = stackalloc char[16];
        if (!Encoding.UTF8.TryGetChars(bytes, name, out var length))
            throw lines.Error($"an interface's name is longer than {name.Length} characters");
        if (busLookup.TryGetValue(name[..length], out var bus))
            return bus;
        if (buses.Count == MaximumBuses)
            throw lines.Error($"more than {MaximumBuses} interfaces");
        bus = name[..length].ToString();
        buses.Add(bus, bus);
        return bus;
    }
}
