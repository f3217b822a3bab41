using System.Globalization;
using System.IO.Compression;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Harness;

/// <summary>The real drive of shared/data/can/rav4-comma2k19 and what is known of it.</summary>
public static class Rav4
{
    public const string Folder = "can/rav4-comma2k19";
    public const string Vehicle = "demo/rav4";

    /// <summary>Span of the recording with room on both sides; Unix nanoseconds.</summary>
    public static readonly V1.TimeSpan Span = new() { From = 1533226480L * 1_000_000_000, To = 1533226560L * 1_000_000_000 };

    /// <summary>Arguments of the agent that replays it.</summary>
    public static string[] Replay(string server, string spool, string speed) =>
    [
        "replay", "--candump", SharedData.PathOf(Folder + "/candump.log.gz"),
        "--dbc", "can0=" + SharedData.PathOf(Folder + "/toyota_rav4_2017_pt_generated.dbc"),
        "--dbc", "can1=" + SharedData.PathOf(Folder + "/toyota_adas.dbc"),
        "--gnss", SharedData.PathOf("gnss/rav4-comma2k19/gnss_ublox_live.csv.gz"),
        "--vehicle", Vehicle, "--server", server, "--spool", spool, "--speed", speed,
    ];

    /// <summary>The reference's own statistics: one row a signal.</summary>
    public static IReadOnlyList<SignalFact> Summary { get; } = CanFacts.Summary(Folder + "/expected_signal_summary_cantools.csv");

    /// <summary>Rows of a gzipped CSV of shared/data, by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string relative)
    {
        using var file = File.OpenRead(SharedData.PathOf(relative));
        using var text = new StreamReader(relative.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var names = text.ReadLine()!.Split(',');
        while (text.ReadLine() is { } line)
            yield return names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Seconds with a fraction as nanoseconds, without a double between.</summary>
    public static long Nanos(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000m);
}
