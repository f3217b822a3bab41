namespace AutoValley.Benchmarks.Peers;

/// <summary>Lines of a stream, of any length.</summary>
internal sealed class TextLines(Stream stream)
{
    private byte[] buffer = new byte[1 << 20];
    private int start;
    private int end;

    /// <summary>The next line without its end, good until the next call; null at the end of the stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        for (var searched = start; ;)
        {
            var length = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(searched + length - start, 1);
            searched = end;
            if (end == buffer.Length)
                searched -= MakeRoom();
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancellation);
            if (count == 0)
                // A bare null would become an empty memory.
                return end == start ? default(ReadOnlyMemory<byte>?) : Take(end - start, 0);
            end += count;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int ending)
    {
        var line = buffer.AsMemory(start, length);
        start += length + ending;
        return line;
    }

    /// <summary>Returns by how much what is held moved.</summary>
    private int MakeRoom()
    {
        var moved = start;
        var target = start == 0 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, end - start).CopyTo(target);
        (buffer, start, end) = (target, 0, end - start);
        return moved;
    }
}
