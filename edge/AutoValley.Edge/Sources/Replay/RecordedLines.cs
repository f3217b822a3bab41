namespace AutoValley.Edge.Sources.Replay;

/// <summary>The lines of a recorded text file, plain or gzip (told by its first bytes), with a bound on their length.</summary>
internal sealed class RecordedLines : IDisposable
{
    /// <summary>Longest line accepted, in bytes.</summary>
    public const int MaximumLineBytes = 4096;

    private const int BufferBytes = 64 << 10;

    private readonly Stream stream;
    private readonly byte[] buffer = new byte[BufferBytes];
    private int start;
    private int end;
    private bool ended;

    private RecordedLines(string file, Stream stream) => (File, this.stream) = (file, stream);

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>The line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static RecordedLines Open(string path) => new(path, RecordedFile.Open(path));

    /// <summary>Reads a stream; <paramref name="name"/> stands in errors.</summary>
    public static RecordedLines Over(string name, Stream stream) => new(name, stream);

    /// <summary>The next line without its end; good until the next call. False at the end of the file.</summary>
    /// <exception cref="SourceException">A line is too long, or the file cannot be read any further.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        var length = LineLength(0);
        while (length < 0 && !ended)
        {
            var searched = end - start;
            if (searched > MaximumLineBytes)
                throw Error(Line + 1, $"a line is longer than {MaximumLineBytes} bytes");
            Fill();
            length = LineLength(searched);
        }
        if (length < 0 && start == end)
            return false;
        Line++;
        var content = buffer.AsSpan(start, length < 0 ? end - start : length);
        start = Math.Min(end, start + content.Length + 1);
        if (content.Length > MaximumLineBytes)
            throw Error(Line, $"a line is longer than {MaximumLineBytes} bytes");
        line = content.TrimEnd((byte)'\r');
        return true;
    }

    /// <summary>An error about the line read last.</summary>
    public SourceException Error(string reason) => Error(Line, reason);

    public void Dispose() => stream.Dispose();

    /// <summary>Length of the line that begins the buffer; -1 when its end is not there yet, nor in the bytes searched before.</summary>
    private int LineLength(int searched)
    {
        var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
        return found < 0 ? -1 : searched + found;
    }

    private SourceException Error(long line, string reason, Exception? inner = null) => SourceException.At(File, line, reason, inner);

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        try
        {
            var count = stream.Read(buffer, end, buffer.Length - end);
            end += count;
            ended = count == 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Error(Line + 1, exception.Message, exception);
        }
    }
}
