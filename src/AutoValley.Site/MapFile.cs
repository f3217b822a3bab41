using System.Text;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Lanelet2;
using AutoValley.Site.OpenDrive;

namespace AutoValley.Site;

/// <summary>Reads a map of any format, told apart by how the file begins: OpenDRIVE, Lanelet2's OSM or GeoJSON.</summary>
public static class MapFile
{
    // A root element may have a comment of this length before it.
    private const int Beginning = 16 * 1024;

    private const string GeoJson = "GeoJSON";
    private const string OpenDrive = "OpenDRIVE";
    private const string Lanelet2 = "Lanelet2";

    /// <summary>All of it or nothing.</summary>
    /// <exception cref="SiteMapException">It is no map, or beyond a limit; file, line where the format has lines, feature and reason.</exception>
    public static Map Read(string path, MapReadOptions? options = null)
    {
        try
        {
            return Read(ReadToEnd(path, (options ?? new MapReadOptions()).Limits.MaximumBytes), options);
        }
        catch (SiteMapException exception)
        {
            throw new SiteMapException(Path.GetFileName(path), exception.Line, exception.Reason, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteMapException(Path.GetFileName(path), null, exception.Message, exception);
        }
    }

    /// <summary>All of it or nothing.</summary>
    /// <exception cref="SiteMapException">It is no map, or beyond a limit; line where the format has lines, feature and reason.</exception>
    public static Map Read(ReadOnlyMemory<byte> bytes, MapReadOptions? options = null)
    {
        options ??= new MapReadOptions();
        if (bytes.Length > options.Limits.MaximumBytes)
            throw new SiteMapException($"longer than {options.Limits.MaximumBytes} bytes");
        return FormatOf(bytes.Span) switch
        {
            GeoJson => GeoJsonMapReader.Read(bytes, options.Limits),
            OpenDrive => OpenDriveMapReader.Read(bytes, options),
            Lanelet2 => Lanelet2MapReader.Read(bytes, options.Limits),
            _ => throw new SiteMapException("XML, but neither <OpenDRIVE> nor <osm>"),
        };
    }

    /// <summary>GeoJSON, OpenDRIVE or Lanelet2, by how the file begins: what does not begin as XML may be GeoJSON alone. Empty for other XML.</summary>
    public static string FormatOf(ReadOnlySpan<byte> bytes)
    {
        var beginning = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Beginning)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (!beginning.StartsWith('<'))
            return GeoJson;
        if (beginning.Contains("<OpenDRIVE", StringComparison.Ordinal))
            return OpenDrive;
        return beginning.Contains("<osm", StringComparison.Ordinal) ? Lanelet2 : "";
    }

    private static byte[] ReadToEnd(string path, int maximum)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > maximum)
            throw new SiteMapException($"longer than {maximum} bytes");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
