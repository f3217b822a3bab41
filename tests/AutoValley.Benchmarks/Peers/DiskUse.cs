using System.Diagnostics;
using System.Globalization;

namespace AutoValley.Benchmarks.Peers;

/// <summary>What files take on disk.</summary>
internal static class DiskUse
{
    private const long BlockBytes = 512;

    /// <summary>
    /// Bytes of all files below the folders: of each its length, or what is allocated for it where that is less (files that are set up
    /// longer than they are filled). A folder that is not there has none.
    /// </summary>
    public static long Of(params IEnumerable<string> folders) => folders.Where(Directory.Exists).Sum(Of);

    private static long Of(string folder)
    {
        // .NET does not tell allocated blocks. A file that a merge takes away meanwhile is find's complaint, not a fault.
        using var find = Process.Start(new ProcessStartInfo("find", [folder, "-type", "f", "-printf", "%s %b\n"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var bytes = 0L;
        while (find.StandardOutput.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            bytes += Math.Min(Number(fields[0]), Number(fields[1]) * BlockBytes);
        }
        return bytes;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
