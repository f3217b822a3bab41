using System.Globalization;
using System.Text;
using AutoValley.Site.OpenDrive;
using AutoValley.Site.Xml;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.OpenDrive;

/// <summary>Files of shared/data/maps, and one of two roads and a junction made by hand.</summary>
internal static class OpenDriveFile
{
    public const string Folder = "maps";

    /// <summary>20 m straight at (10, 5) to the east, then a junction with an arc to the left.</summary>
    public const string Small = """
        <?xml version="1.0"?>
        <OpenDRIVE>
          <header revMajor="1" revMinor="6" name="Small"><geoReference><![CDATA[+proj=tmerc +lat_0=57.7 +lon_0=12.7 +datum=WGS84]]></geoReference></header>
          <road id="1" length="20" junction="-1">
            <type s="0" type="town"><speed max="50" unit="km/h"/></type>
            <planView><geometry s="0" x="10" y="5" hdg="0" length="20"><line/></geometry></planView>
            <lanes>
              <laneSection s="0">
                <left><lane id="1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></left>
                <center><lane id="0" type="none"/></center>
                <right>
                  <lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/><speed sOffset="0" max="10"/></lane>
                  <lane id="-2" type="sidewalk"><width sOffset="0" a="2" b="0" c="0" d="0"/></lane>
                </right>
              </laneSection>
            </lanes>
            <objects>
              <object id="7" type="parkingSpace" s="10" t="-8" hdg="0"><outlines><outline><cornerLocal u="0" v="0"/><cornerLocal u="5" v="0"/><cornerLocal u="5" v="2"/><cornerLocal u="0" v="2"/></outline></outlines></object>
              <object id="8" type="pole" s="10" t="-8"/>
            </objects>
          </road>
          <road id="2" length="15.707963267948966" junction="4">
            <planView><geometry s="0" x="30" y="5" hdg="0" length="15.707963267948966"><arc curvature="0.1"/></geometry></planView>
            <lanes>
              <laneSection s="0">
                <right><lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right>
              </laneSection>
            </lanes>
          </road>
          <junction id="4" name=""/>
        </OpenDRIVE>
        """;

    public static byte[] Bytes(string name) => File.ReadAllBytes(SharedData.PathOf($"{Folder}/{name}"));

    public static RoadNetwork Network(string name) => RoadNetwork.Read(XmlDocumentReader.Read(Bytes(name), "OpenDRIVE"));

    public static Map Read(string text, MapReadOptions? options = null) => MapFile.Read(Encoding.UTF8.GetBytes(text), options);

    /// <summary>The rows of facts.csv by file name, cells by column.</summary>
    public static IEnumerable<Dictionary<string, string>> Facts()
    {
        var lines = File.ReadAllLines(SharedData.PathOf($"{Folder}/facts.csv"));
        var columns = Cells(lines[0]);
        return lines.Skip(1).Select(line => columns.Zip(Cells(line)).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    public static int Count(this Dictionary<string, string> facts, string column) => int.Parse(facts[column], CultureInfo.InvariantCulture);

    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                (_, cell) = (Add(cells, cell), new StringBuilder());
            else
                cell.Append(line[i]);
        }
        Add(cells, cell);
        return cells;
    }

    private static bool Add(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        return true;
    }
}
