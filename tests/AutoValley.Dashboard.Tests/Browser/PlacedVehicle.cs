using AutoValley.EndToEnd.Harness;
using AutoValley.Telemetry;
using AutoValley.V1;
using SignalDefinition = AutoValley.Telemetry.SignalDefinition;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>A vehicle that tells a place when a test says so, and is silent else.</summary>
public sealed class PlacedVehicle : IDisposable
{
    private readonly IngestCall call;
    private ulong sequence;

    private PlacedVehicle(IngestCall call) => this.call = call;

    /// <param name="server">Where it reports to.</param>
    /// <param name="name">organisation/vehicle</param>
    public static async Task<PlacedVehicle> StartAsync(ServerUnderTest server, string name)
    {
        var call = await IngestCall.BeginAsync(server, name);
        await call.DeclareAsync([
            new SignalDefinition(2, "Vehicle.CurrentLocation.Latitude", SignalType.Double), new SignalDefinition(3, "Vehicle.CurrentLocation.Longitude", SignalType.Double),
        ]);
        return new PlacedVehicle(call);
    }

    /// <summary>Reports a place of now, and waits until it is durable.</summary>
    public async Task ReportAsync(double latitude, double longitude)
    {
        var now = UnixTime.Now(TimeProvider.System);
        await call.SendAsync(new Batch
        {
            Sequence = ++sequence, BaseTime = now, SendTime = now, Clock = new ClockQuality { Source = ClockSource.Ntp, ErrorNanos = 1_000_000 },
            Times = { new TimeBase { Plain = new PlainTimes { Deltas = { 0 } } } },
            Columns =
            {
                new Column { Signal = 2, Doubles = new DoubleValues { Values = { latitude } } }, new Column { Signal = 3, Doubles = new DoubleValues { Values = { longitude } } },
            },
        });
        await call.DurableAsync(sequence);
    }

    public void Dispose() => call.Dispose();
}
