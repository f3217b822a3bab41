using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Edge.Sources.Gnss;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Mapping.Vss;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>The files of a replay.</summary>
public sealed record ReplayInputs
{
    /// <summary>Logs of CAN buses: candump, ASC, BLF, MF4, CSV of python-can.</summary>
    public IReadOnlyList<string> CanLogs { get; init; } = [];

    /// <summary>Databases of the buses, in order of precedence for names.</summary>
    public IReadOnlyList<BusDatabase> Databases { get; init; } = [];

    /// <summary>Logs of GNSS receivers: CSV or NMEA 0183, plain or gzip.</summary>
    public IReadOnlyList<string> Gnss { get; init; } = [];

    /// <summary>A mapping file; null when signals keep their names.</summary>
    public string? Mapping { get; init; }

    /// <summary>A VSS catalogue to check the mapping against; null when its paths are taken as they are.</summary>
    public string? Vss { get; init; }

    /// <summary>Opens all files and checks all that can be checked before anything is sent.</summary>
    /// <exception cref="SourceException">A file is unusable, or the files do not go together.</exception>
    public ReplaySource Open(ReplayOptions options, TimeProvider clock)
    {
        if (CanLogs.Count + Gnss.Count == 0)
            throw new SourceException("nothing to replay: no CAN log and no GNSS log");
        if (CanLogs.Count > 0 && Databases.Count == 0)
            throw new SourceException("a CAN log needs a database (BUS=FILE.dbc) to be decoded");
        if (CanLogs.Count == 0 && Databases.Count > 0)
            throw new SourceException("there is a database but no CAN log");
        var files = Databases.Select(database => database.File).Distinct().ToDictionary(file => file, DbcFile.Load);
        CanBus[] buses = [.. Databases.Select(database => new CanBus(database.Bus, files[database.File]))];
        var recordings = new List<IRecording>();
        try
        {
            foreach (var file in CanLogs)
                recordings.Add(new CanRecording(CanLog.Open(file), new CanDecoder(buses)));
            foreach (var gnss in Gnss)
                recordings.Add(GnssLog.Open(gnss));
            var mapping = Mapping is null ? null : SignalMapping.Load(Mapping, new MappingRules { Catalogue = Vss is null ? null : VssCatalogue.Load(Vss) });
            mapping?.Check(recordings.SelectMany(recording => recording.Signals));
            return new ReplaySource(recordings, options with { Mapping = mapping }, clock);
        }
        catch
        {
            recordings.ForEach(recording => recording.Dispose());
            throw;
        }
    }
}

/// <summary>A database and the bus whose CAN frames it describes.</summary>
/// <param name="Bus">The interface, as the log names it.</param>
/// <param name="File">The DBC file.</param>
public sealed record BusDatabase(string Bus, string File)
{
    /// <summary>Reads <c>BUS=FILE</c>.</summary>
    public static bool TryParse(string text, out BusDatabase? database)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        database = equals > 0 && equals < text.Length - 1 ? new BusDatabase(text[..equals], text[(equals + 1)..]) : null;
        return database is not null;
    }
}
