using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>60 s of a Toyota RAV4's CAN buses, decoded by the agent's own reader: 284 signals at 1 to 100 Hz.</summary>
internal static class Rav4
{
    private const string Folder = "can/rav4-comma2k19/";

    public static async Task<RecordedVehicle> ReadAsync(CancellationToken cancellation)
    {
        var inputs = new ReplayInputs
        {
            CanLogs = [SharedData.File(Folder + "candump.log.gz")],
            Databases =
            [
                new BusDatabase("can0", SharedData.File(Folder + "toyota_rav4_2017_pt_generated.dbc")),
                new BusDatabase("can1", SharedData.File(Folder + "toyota_adas.dbc")),
            ],
        };
        var sink = new RecordingSink();
        await inputs.Open(new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, cancellation);
        return sink.ToVehicle(new VehicleName("bench", "rav4"));
    }
}
