using System.Globalization;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Live;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Configuration;

/// <summary>
/// Reads <c>{ "kind": "can", "interface": "can0", "dbc": ["file", …], "obd": { "pids": ["0C", …], "seconds": 1, "extended": false } }</c>. The entries of one file
/// share the names of signals, so that values of two buses never mix: as in a replay, the earlier bus has the plain names.
/// </summary>
internal sealed class CanEntries(TimeProvider clock)
{
    // IFNAMSIZ of 16 holds the final zero too.
    private const int LongestInterfaceName = 15;
    private const int MostPids = 64;
    private const double ShortestRound = 0.05;
    private const double LongestRound = 3600;

    private readonly CanSignalNames names = new();
    private readonly HashSet<string> interfaces = [];

    /// <summary>The source; null, and errors noted, when the entry is wrong.</summary>
    public ISampleSource? Read(ConfigurationObject entry)
    {
        var bus = ReadInterface(entry);
        var obd = ReadObd(entry.Object("obd")) is { } options ? new ObdPoller(options, clock) : null;
        var buses = ReadDatabases(entry, bus);
        if (bus.Length == 0 || buses.Count == 0)
            return null;
        try
        {
            var decoder = new CanDecoder(buses, names);
            var filters = Filters(buses, obd);
            return new CanLiveSource(bus, () => CanSocket.Open(bus, filters), decoder, obd, clock);
        }
        catch (SourceException unusable)
        {
            entry.Fail("dbc", $"is unusable: {unusable.Message}");
            return null;
        }
    }

    private static List<CanBus> ReadDatabases(ConfigurationObject entry, string bus)
    {
        var files = entry.Texts("dbc");
        if (files.Count == 0)
            entry.Fail("dbc", "is missing or empty: [\"FILE\", …], the databases of the bus; of two messages with one id the later file's counts");
        var buses = new List<CanBus>();
        foreach (var file in files)
        {
            try
            {
                buses.Add(new CanBus(bus, DbcFile.Load(file)));
            }
            catch (SourceException unusable)
            {
                entry.Fail("dbc", $"is unusable: {unusable.Message}");
                return [];
            }
        }
        return buses;
    }

    private static IReadOnlyList<CanFilter>? Filters(List<CanBus> buses, ObdPoller? obd)
    {
        var filters = CanFilter.Of(buses.SelectMany(bus => bus.Database.Messages));
        if (filters is null || obd is null)
            return filters;
        return filters.Count < CanFilter.Maximum ? [.. filters, obd.Filter] : null;
    }

    private static ObdOptions? ReadObd(ConfigurationObject? obd)
    {
        if (obd is null)
            return null;
        var texts = obd.Texts("pids");
        var pids = new List<byte>();
        foreach (var text in texts)
        {
            if (text.Length == 2 && byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var pid))
                pids.Add(pid);
            else
                obd.Fail("pids", $"has '{text}', not two hexadecimal digits as 0C");
        }
        if (texts.Count is 0 or > MostPids)
            obd.Fail("pids", $"has {texts.Count} ids, not 1 to {MostPids}");
        var round = obd.Number("seconds", ShortestRound, LongestRound) ?? 1;
        var isExtended = obd.Flag("extended");
        obd.RefuseUnknown();
        return pids.Count == 0 ? null : new ObdOptions(pids, TimeSpan.FromSeconds(round), isExtended);
    }

    private string ReadInterface(ConfigurationObject entry)
    {
        var name = entry.RequiredText("interface");
        if (name.Length > LongestInterfaceName)
            entry.Fail("interface", $"is longer than {LongestInterfaceName} characters, as no interface is");
        else if (name.Length > 0 && !interfaces.Add(name))
            entry.Fail("interface", $"is {name}, which another source reads already");
        return name;
    }
}
