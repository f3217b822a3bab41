using System.Text;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>
/// A CAN database in Vector's DBC format, as far as decoding needs it: messages, signals, scaling, multiplexing (plain and
/// extended), float types, value names, comments, long names. It is as tolerant as cantools: signals may overlap or reach past
/// their message's end, and two messages may have one id. Read as UTF-8 when it is valid UTF-8, else as Windows-1252.
/// </summary>
public sealed class DbcFile
{
    /// <summary>Largest file accepted.</summary>
    public const int MaximumFileBytes = 64 << 20;

    /// <summary>Longest message accepted, in bytes; J1939's transport protocol ends at 1,785.</summary>
    public const int MaximumMessageLength = 65_535;

    /// <summary>Most signals of a message.</summary>
    public const int MaximumSignals = 4096;

    /// <summary>Most ranges of multiplexer values in a message.</summary>
    public const int MaximumMultiplexerRanges = 8192;

    /// <summary>Most multiplexers that decide one after another whether a signal is carried.</summary>
    public const int MaximumMultiplexerDepth = 16;

    private DbcFile(string name, IReadOnlyList<DbcMessage> messages) => (Name, Messages) = (name, messages);

    /// <summary>The file, as it was named by the caller.</summary>
    public string Name { get; }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<DbcMessage> Messages { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">The file cannot be read.</exception>
    /// <exception cref="DbcException">It breaks a rule of the format.</exception>
    public static DbcFile Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumFileBytes)
                throw new SourceException($"{path}: larger than {MaximumFileBytes >> 20} MiB");
            return Parse(path, Decode(File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a text; <paramref name="name"/> stands in errors.</summary>
    /// <exception cref="DbcException">It breaks a rule of the format.</exception>
    public static DbcFile Parse(string name, string text) => new(name, DbcBuilder.Build(name, DbcParser.Parse(name, text)));

    private static string Decode(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }
}
