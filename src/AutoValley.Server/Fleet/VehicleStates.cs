using System.Collections.Concurrent;
using System.Text;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Fleet;

/// <summary>The state of every vehicle seen since the start.</summary>
internal sealed class VehicleStates(ICatalogue catalogue)
{
    private readonly ConcurrentDictionary<VehicleName, VehicleState> states = new();

    /// <summary>The state of a vehicle; an empty one when it was not seen yet.</summary>
    public VehicleState Of(VehicleName vehicle) => states.GetOrAdd(vehicle, _ => new VehicleState());

    /// <summary>Takes the payload of the topic <c>status</c>; false when it is none.</summary>
    public bool TrySet(VehicleName vehicle, ReadOnlySpan<byte> payload)
    {
        var text = payload.Length <= 16 ? Encoding.UTF8.GetString(payload) : "";
        if (text is not (Topics.Online or Topics.Offline))
            return false;
        catalogue.AddVehicle(vehicle);
        Of(vehicle).Online = text == Topics.Online;
        return true;
    }
}
