using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Edge;

/// <summary>The configuration of the agent that is measured.</summary>
internal static class EdgeConfiguration
{
    private const string Folder = "can/rav4-comma2k19/";

    /// <summary>Writes it and gives its path.</summary>
    public static async Task<string> WriteAsync(string folder, string server, AgentPace pace, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "agent.json");
        await File.WriteAllTextAsync(path, $$"""
            {
              "vehicle": "bench/rav4", "server": "{{server}}", "spool": { "folder": "{{folder}}/spool" }, "uplink": { "batchMilliseconds": {{pace.BatchMilliseconds}} },
              "sources": [ {
                "kind": "replay", "can": [ "{{Log}}" ], "speed": {{pace.Speed}}, "now": true, "loop": true,
                "dbc": [ "can0={{Database("toyota_rav4_2017_pt_generated.dbc")}}", "can1={{Database("toyota_adas.dbc")}}" ]
              } ]
            }
            """, cancellation);
        return path;
    }

    /// <summary>The recording.</summary>
    public static string Log => SharedData.File(Folder + "candump.log.gz");

    /// <summary>A database of the recording.</summary>
    public static string Database(string name) => SharedData.File(Folder + name);
}
