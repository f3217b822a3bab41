using AutoValley.Benchmarks.DataSets;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>A data set as agents put it on the wire: a session a vehicle, its catalogue, a batch a slice.</summary>
internal sealed record WireBatches(IReadOnlyList<WireVehicle> Vehicles, IReadOnlyList<WireBatch> Batches)
{
    /// <summary>Encodes everything, the batches in the slices' order.</summary>
    public static WireBatches Encode(DataSet data, IReadOnlyList<Slice> slices)
    {
        var vehicles = data.Vehicles.ToDictionary(vehicle => vehicle.Name, vehicle => new Encoder(vehicle));
        var batches = slices.Select(slice => vehicles[slice.Vehicle.Name].Encode(slice)).ToArray();
        return new WireBatches([.. data.Vehicles.Select(vehicle => vehicles[vehicle.Name].Vehicle)], batches);
    }

    /// <summary>Numbers the signals and batches of one vehicle.</summary>
    private sealed class Encoder
    {
        private readonly SessionId session = SessionId.New();
        private readonly BatchWriter writer = new();
        private readonly Dictionary<RecordedGroup, uint> firstIds = new(ReferenceEqualityComparer.Instance);
        private ulong sequence;

        public Encoder(RecordedVehicle vehicle)
        {
            var signals = new List<SignalDefinition>();
            foreach (var group in vehicle.Groups)
            {
                firstIds.Add(group, (uint)signals.Count + 1);
                foreach (var column in group.Columns)
                    signals.Add(new SignalDefinition((uint)signals.Count + 1, column.Signal, SignalType.Double));
            }
            Vehicle = new WireVehicle(vehicle.Name, CatalogCodec.Write(session, signals));
        }

        public WireVehicle Vehicle { get; }

        public WireBatch Encode(Slice slice)
        {
            writer.Clear();
            foreach (var part in slice.Groups)
            {
                var times = writer.AddTimes(part.Times);
                for (var index = 0; index < part.Group.Columns.Count; index++)
                {
                    var values = part.Group.Columns[index].Values.AsMemory(part.Start, part.Count);
                    writer.AddColumn(firstIds[part.Group] + (uint)index, times, Values.Of(values));
                }
            }
            var first = slice.Groups[0].Times[0];
            return new WireBatch(Vehicle, writer.ToPayload(session, ++sequence, first, first, ClockQuality.Unknown));
        }
    }
}

/// <summary>A vehicle's name and its session's catalogue.</summary>
internal sealed record WireVehicle(VehicleName Name, byte[] Catalog);

/// <summary>A serialised batch.</summary>
internal readonly record struct WireBatch(WireVehicle Vehicle, byte[] Payload);
