using System.IO.Compression;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>A recorded file's bytes, plain or gzip: told by its first ones.</summary>
internal static class RecordedFile
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Opens a file for reading from its beginning to its end.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return Decompressed(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{path}: {exception.Message}", exception);
        }
    }

    private static Stream Decompressed(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
