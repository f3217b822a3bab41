using System.Numerics;
using System.Text;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>
/// A receiver's log as CSV, plain or gzip: a header names the columns, in any order; <c>t_s</c> is the time in Unix seconds.
/// Columns that VSS knows become its signals in its units (<c>speed_mps</c> is Vehicle.Speed in km/h), the others
/// <c>GNSS.column</c>. Cells are bare numbers, without quotes.
/// </summary>
public sealed class GnssRecording : IRecording
{
    /// <summary>Most columns beside the time.</summary>
    public const int MaximumColumns = 64;

    private const string TimeColumn = "t_s";

    private readonly RecordedLines lines;
    private readonly GnssColumn?[] columns;
    private readonly SparseGroups groups;
    private readonly SampleValue[] cells;
    private ulong filled;

    private GnssRecording(RecordedLines lines)
    {
        this.lines = lines;
        columns = ReadHeader();
        GnssColumn[] signals = [.. columns.OfType<GnssColumn>()];
        Signals = Array.ConvertAll(signals, column => column.Signal);
        groups = new SparseGroups(Signals);
        cells = new SampleValue[signals.Length];
    }

    /// <inheritdoc/>
    public string Name => lines.File;

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals { get; }

    /// <inheritdoc/>
    public long Time { get; private set; }

    /// <summary>What became of the rows so far.</summary>
    public GnssStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    public string Report => Statistics.ToString();

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="SourceException">The file or its header is unusable.</exception>
    public static GnssRecording Open(string path) => Over(RecordedLines.Open(path));

    /// <inheritdoc/>
    public bool Read()
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty)
                continue;
            ReadRow(line);
            if (filled != 0)
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) =>
        groups.WriteAsync(sink, time, cells, filled, cancellation);

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    internal static GnssRecording Over(RecordedLines lines)
    {
        try
        {
            return new GnssRecording(lines);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>One a column; null is the time.</summary>
    private GnssColumn?[] ReadHeader()
    {
        if (!lines.TryRead(out var line))
            throw SourceException.At(Name, 1, "the file is empty");
        var headers = Encoding.UTF8.GetString(line).TrimStart('\uFEFF').Split(',', StringSplitOptions.TrimEntries);
        if (headers.Count(header => header == TimeColumn) != 1)
            throw lines.Error($"the header has to name the time column {TimeColumn}, once");
        if (headers.Length is 1 or > MaximumColumns + 1)
            throw lines.Error($"{headers.Length - 1} columns beside the time, not 1 to {MaximumColumns}");
        var found = Array.ConvertAll(headers, header => header == TimeColumn ? null : GnssColumn.Of(header));
        var names = new HashSet<string>();
        if (Array.Find(found, column => column is not null && !names.Add(column.Signal.Name)) is { } twice)
            throw lines.Error($"two columns are the signal {twice.Signal.Name}");
        if (Array.Find(found, column => column is not null && !SignalDefinition.IsName(column.Signal.Name)) is not null)
            throw lines.Error($"a column's name is longer than signals' names, {SignalDefinition.MaximumNameLength} characters, allow");
        return found;
    }

    private void ReadRow(ReadOnlySpan<byte> line)
    {
        filled = 0;
        var (column, cell) = (0, 0);
        foreach (var range in line.Split((byte)','))
        {
            if (column == columns.Length)
                throw lines.Error($"more cells than the header's {columns.Length}");
            var text = line[range].Trim((byte)' ');
            if (columns[column++] is { } signal)
                ReadCell(signal, cell++, text);
            else if (DecimalSeconds.TryParse(text, out var time))
                Time = time;
            else
                throw lines.Error($"{TimeColumn} is not seconds with decimals, 1970 to 2262");
        }
        if (column < columns.Length)
            throw lines.Error($"{column} cells, but the header has {columns.Length}");
        Statistics.RowsRead++;
        Statistics.Samples += BitOperations.PopCount(filled);
        Statistics.CellsEmpty += cells.Length - BitOperations.PopCount(filled);
    }

    private void ReadCell(GnssColumn column, int cell, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return;
        if (!column.TryParse(text, out var value))
            throw lines.Error($"a cell of {column.Signal.Name} is no {(column.Signal.Type == SignalType.Integer ? "integer" : "number")}");
        if (value.Type == SignalType.Double && !double.IsFinite(value.Double))
            return;
        cells[cell] = value;
        filled |= 1UL << cell;
    }
}
