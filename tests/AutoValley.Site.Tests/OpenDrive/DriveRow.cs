using System.Globalization;
using System.IO.Compression;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.OpenDrive;

/// <summary>A row of SUMO's floating car data.</summary>
internal sealed record DriveRow(double Time, string Vehicle, double Latitude, double Longitude, double Heading, string Lane)
{
    /// <summary>Metres a second.</summary>
    public double Speed { get; private init; }

    /// <summary>SUMO's lanes within a junction begin with a colon.</summary>
    public bool IsInJunction => Lane[0] == ':';

    public static IEnumerable<DriveRow> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            yield return new DriveRow(Number(cells[0]), cells[1], Number(cells[4]), Number(cells[3]), Number(cells[8]), cells[10]) { Speed = Number(cells[7]) };
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
