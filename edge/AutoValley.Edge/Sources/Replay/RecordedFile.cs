using System.IO.Compression;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>A recorded file's bytes; of text files, plain or gzip is told by the first ones.</summary>
internal static class RecordedFile
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Opens a file, plain or gzip, for reading from its beginning to its end.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static Stream Open(string path) => Guarded(path, () => Decompressed(OpenPlain(path)));

    /// <summary>Opens a file for reading anywhere in it.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static Stream OpenSeekable(string path) => Guarded(path, () => OpenPlain(path));

    /// <summary>The first bytes of a file, plain or gzip; fewer where it is shorter.</summary>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public static byte[] Head(string path, int count) => Guarded(path, () =>
    {
        using var stream = Decompressed(OpenPlain(path));
        var head = new byte[count];
        return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    });

    /// <summary>What is made of a stream, which is disposed when that fails.</summary>
    public static T Over<T>(Stream stream, Func<Stream, T> make)
    {
        try
        {
            return make(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static T Guarded<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SourceException($"{path}: {exception.Message}", exception);
        }
    }

    private static FileStream OpenPlain(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes);

    private static Stream Decompressed(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
