using System.Globalization;
using System.IO.Compression;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Site;

/// <summary>A drive that SUMO made, as its data folder has it.</summary>
internal sealed class SumoDrive(string folder)
{
    /// <summary>The time of the simulation's beginning, Unix nanoseconds: 2026-11-22T10:00:00Z.</summary>
    public const long Start = 1_795_341_600_000_000_000;

    public byte[] Read(string file) => File.ReadAllBytes(SharedData.PathOf($"{folder}/{file}"));

    /// <summary>The rows of a file without its head.</summary>
    public IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf($"{folder}/{file}")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    /// <summary>Tenths of a second from the start, as Unix nanoseconds.</summary>
    public static long TimeOf(string seconds) => Start + ((long)Math.Round(double.Parse(seconds, CultureInfo.InvariantCulture) * 10) * 100_000_000);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
