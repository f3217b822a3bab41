using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Fleet;

/// <summary>The state of every vehicle seen since the start.</summary>
internal sealed class VehicleStates(ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>Largest status of an agent, in bytes.</summary>
    public const int MaximumStatusBytes = 256 << 10;

    private static readonly byte[] Online = Encoding.UTF8.GetBytes(Topics.Online);
    private static readonly byte[] Offline = Encoding.UTF8.GetBytes(Topics.Offline);

    private readonly ConcurrentDictionary<VehicleName, VehicleState> states = new();

    /// <summary>The state of a vehicle; an empty one when it was not seen yet.</summary>
    public VehicleState Of(VehicleName vehicle) => states.GetOrAdd(vehicle, _ => new VehicleState());

    /// <summary>All that were seen.</summary>
    public IEnumerable<KeyValuePair<VehicleName, VehicleState>> All => states;

    /// <summary>Takes the payload of the topic <c>status</c>: one of its two texts, or an agent's status.</summary>
    /// <returns>False when it is none.</returns>
    public bool TrySet(VehicleName vehicle, ReadOnlySpan<byte> payload)
    {
        var isOffline = payload.SequenceEqual(Offline);
        AgentStatus? status = null;
        if (!isOffline && !payload.SequenceEqual(Online) && !TryRead(payload, out status))
            return false;
        catalogue.AddVehicle(vehicle);
        var state = Of(vehicle);
        if (status is not null)
            state.Agent = new AgentReport(status, UnixTime.Now(clock));
        state.Online = !isOffline;
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out AgentStatus? status)
    {
        status = null;
        if (payload.Length > MaximumStatusBytes)
            return false;
        try
        {
            var read = AgentStatus.Parser.WithDiscardUnknownFields(true).ParseFrom(payload);
            status = read.Session.Length == SessionId.Size ? read : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // Neither text nor status.
        }
        return status is not null;
    }
}
