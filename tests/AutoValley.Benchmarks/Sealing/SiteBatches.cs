using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Server.Demo;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Benchmarks.Sealing;

/// <summary>One vehicle of the site workload as its batches would be: 100 ms each, made in memory before anything is measured.</summary>
internal sealed class SiteBatches : ISampleSink
{
    private const long BatchNanos = UnixTime.NanosPerSecond / 10;

    // 2026-01-01T00:00:00Z.
    private const long Start = 1_767_225_600L * UnixTime.NanosPerSecond;

    private readonly List<Rows> groups = [];
    private readonly List<SignalDefinition> signals = [];
    private readonly List<byte[]> payloads = [];
    private readonly BatchWriter writer = new();
    private readonly SessionId session = SessionId.New();
    private long open = Start;

    private SiteBatches()
    {
    }

    /// <summary>Samples of all batches.</summary>
    public long Samples { get; private set; }

    /// <summary>Bytes of all payloads.</summary>
    public long Bytes => payloads.Sum(payload => (long)payload.Length);

    /// <summary>Drives vehicle <paramref name="index"/> for some time.</summary>
    public static async Task<SiteBatches> DriveAsync(int index, TimeSpan duration)
    {
        var map = DemoMap.Read();
        var simulation = new SimulationOptions
        {
            Seed = (ulong)index + 1, Kind = (VehicleKind)(index % 3), Duration = duration, Speed = ReplaySpeed.Maximum, Start = Start,
        };
        var route = DemoVehicle.ToRoute(map, map.Routes[index % map.Routes.Count]);
        var batches = new SiteBatches();
        await new SimulatedVehicle(route, simulation, TimeProvider.System).RunAsync(batches, CancellationToken.None);
        batches.Close();
        return batches;
    }

    /// <summary>Declares a session of the batches' signals and gives its batches.</summary>
    public IEnumerable<AcceptedBatch> Of(ICatalogue catalogue, string vehicle)
    {
        var declared = catalogue.Declare(catalogue.AddVehicle(new VehicleName("benchmark", vehicle)), session, signals);
        return payloads.Select((payload, index) => new AcceptedBatch(declared, (ulong)index + 1, Start + (index * BatchNanos), payload));
    }

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var first = (uint)this.signals.Count + 1;
        var group = new SignalGroup(
            groups.Count, [.. signals.Select((signal, index) => new SignalDefinition(first + (uint)index, signal.Name, signal.Type, signal.Unit))]);
        this.signals.AddRange(group.Signals);
        groups.Add(new Rows(group));
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        if (time >= open + BatchNanos)
            Close();
        groups[group.Id].Add(time, values.Span);
        return ValueTask.CompletedTask;
    }

    private void Close()
    {
        foreach (var rows in groups)
            rows.WriteTo(writer);
        Samples += writer.SampleCount;
        payloads.Add(writer.ToPayload(
            session, (ulong)payloads.Count + 1, open, open + BatchNanos, new ClockQuality(ClockSource.System, null, null)));
        writer.Clear();
        open += BatchNanos;
    }

    private sealed class Rows(SignalGroup group)
    {
        private readonly List<long> times = [];
        private readonly List<SampleValue[]> rows = [];

        public void Add(long time, ReadOnlySpan<SampleValue> values)
        {
            times.Add(time);
            rows.Add(values.ToArray());
        }

        public void WriteTo(BatchWriter writer)
        {
            if (times.Count == 0)
                return;
            var timeBase = writer.AddTimes(times.ToArray());
            for (var index = 0; index < group.Signals.Count; index++)
                writer.AddColumn(group.Signals[index].Id, timeBase, Column(group.Signals[index].Type, index));
            times.Clear();
            rows.Clear();
        }

        private Values Column(SignalType type, int index) => type switch
        {
            SignalType.Double => Values.Of(rows.Select(row => row[index].Double).ToArray()),
            SignalType.Integer => Values.Of(rows.Select(row => row[index].Integer).ToArray()),
            SignalType.Boolean => Values.Of(rows.Select(row => row[index].Boolean).ToArray()),
            _ => Values.Of(rows.Select(row => row[index].Text).ToArray()),
        };
    }
}
