using System.Buffers.Text;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can.Csv;

/// <summary>
/// Reads the CSV of python-can: <c>timestamp,arbitration_id,extended,remote,error,dlc,data</c>, the id as <c>0x260</c>, the data as base64. It names no bus:
/// all frames are of <c>can0</c>.
/// </summary>
public sealed class CsvReader : ICanLog
{
    private const string Header = "timestamp,arbitration_id,extended,remote,error,dlc,data";
    private const int Columns = 7;

    private readonly RecordedLines lines;

    private CsvReader(RecordedLines lines)
    {
        this.lines = lines;
        Frame.Bus = BusNumbers.NameOf(0)!;
        if (!lines.TryRead(out var header) || !header.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Header)))
            throw lines.Error($"the first line has to be {Header}");
    }

    /// <inheritdoc/>
    public string File => lines.File;

    /// <inheritdoc/>
    public CanFrame Frame { get; } = new();

    /// <inheritdoc/>
    public string LeftOut => "";

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="SourceException">It cannot be opened, or has another header.</exception>
    public static CsvReader Open(string path) => Over(RecordedLines.Open(path));

    /// <summary>Reads a stream; <paramref name="name"/> stands in errors.</summary>
    /// <exception cref="SourceException">It has another header.</exception>
    public static CsvReader Over(string name, Stream stream) => Over(RecordedLines.Over(name, stream));

    /// <inheritdoc/>
    public bool Read()
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty)
                continue;
            if (Parse(line) is { } reason)
                throw lines.Error(reason);
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    private static CsvReader Over(RecordedLines lines)
    {
        try
        {
            return new CsvReader(lines);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    private string? Parse(ReadOnlySpan<byte> line)
    {
        Span<Range> cells = stackalloc Range[Columns + 1];
        if (line.Count((byte)',') != Columns - 1)
            return $"a line has {Columns} values";
        var count = 0;
        foreach (var cell in line.Split((byte)','))
            cells[count++] = cell;
        if (!DecimalSeconds.TryParse(line[cells[0]], out var time))
            return "the timestamp is not seconds with decimals, 1970 to 2262";
        var id = line[cells[1]];
        if (!id.StartsWith("0x"u8) || !Utf8Parser.TryParse(id[2..], out uint number, out var used, 'x') || used != id.Length - 2)
            return "the arbitration id is not 0x and hexadecimal digits";
        if (!TryFlag(line[cells[2]], out var extended) || !TryFlag(line[cells[3]], out var remote) || !TryFlag(line[cells[4]], out var error))
            return "extended, remote and error are 0 or 1";
        (Frame.Time, Frame.Id, Frame.IsExtended) = (time, number, extended);
        Frame.Kind = error ? CanFrameKind.Error : remote ? CanFrameKind.Remote : CanFrameKind.Data;
        if (number > (extended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId))
            return $"the id has more than {(extended ? 29 : 11)} bits";
        return ParseData(line[cells[6]]);
    }

    private string? ParseData(ReadOnlySpan<byte> text)
    {
        Span<byte> data = stackalloc byte[CanFrame.MaximumDataBytes + 2];
        if (Base64.DecodeFromUtf8(text, data, out var consumed, out var count) != System.Buffers.OperationStatus.Done || consumed != text.Length
            || count > CanFrame.MaximumDataBytes)
            return $"the data are not base64 of up to {CanFrame.MaximumDataBytes} bytes";
        Frame.SetData(data[..count]);
        return null;
    }

    private static bool TryFlag(ReadOnlySpan<byte> text, out bool flag)
    {
        flag = text is [(byte)'1'];
        return flag || text is [(byte)'0'];
    }
}
