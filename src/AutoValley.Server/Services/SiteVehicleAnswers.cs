using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Watching;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using AuditEntry = AutoValley.Storage.Site.AuditEntry;
using SiteVehicle = AutoValley.Storage.Site.SiteVehicle;

namespace AutoValley.Server.Services;

/// <summary>What people say of vehicles: what they are, and that they are gone.</summary>
internal sealed class SiteVehicleAnswers(SiteDatabase database, SiteRoom room, OccupancyBoard board)
{
    private const int MaximumKindLength = 64;

    public async Task<SetVehicleResponse> SetAsync(SetVehicleRequest request)
    {
        var person = SitePersons.Check(request.Person);
        var vehicle = Read(request.Vehicle ?? throw Refusal.Invalid("vehicle", "say which vehicle"));
        await ChangeAsync(
            (state, now) =>
            {
                state.Describe(vehicle.Name, SiteVehicles.DescriptionOf(vehicle), now);
                return new AuditEntry(0, now, person, "set vehicle", vehicle.Name.ToString(), "");
            },
            () => database.Vehicles.Put(vehicle));
        return new SetVehicleResponse { Vehicle = ToProto(vehicle) };
    }

    public ListSiteVehiclesResponse List(ListSiteVehiclesRequest request)
    {
        var page = Page.Of(Written.OrUnavailable(() => database.Vehicles.All), vehicle => vehicle.Name.ToString(), request.PageSize, request.PageToken);
        var response = new ListSiteVehiclesResponse { NextPageToken = page.NextToken };
        response.Vehicles.AddRange(page.Items.Select(ToProto));
        return response;
    }

    public async Task<ClearVehicleResponse> ClearAsync(ClearVehicleRequest request)
    {
        var (person, reason) = (SitePersons.Check(request.Person), SitePersons.CheckNote(request.Reason, "reason"));
        if (reason.Length == 0)
            throw Refusal.Invalid("reason", "say why");
        var name = NameOf(request.Vehicle, "vehicle");
        if (board.Find(name) is not { } known)
            throw Refusal.NotFound("vehicle", request.Vehicle, $"{request.Vehicle} is not on the display");
        // Before the room is asked, which would have to undo a change that it began.
        if (!known.IsStale)
            throw NotSilent();
        var entry = await ChangeAsync((state, now) => state.Clear(name, person, now)
            ? new AuditEntry(0, now, person, "clear vehicle", name.ToString(), reason)
            : throw NotSilent());
        return new ClearVehicleResponse { Entry = SiteAuditAnswers.ToProto(entry) };

        RpcException NotSilent() => Refusal.Precondition(request.Vehicle, $"{request.Vehicle} is not silent: what reports cannot be cleared");
    }

    private Task<AuditEntry> ChangeAsync(Func<Site.Judging.SiteState, long, AuditEntry> change, Action? beside = null) => Written.OrUnavailableAsync(async () =>
    {
        var stored = new AuditEntry(0, 0, "", "", "", "");
        await room.ChangeAsync(change, entry =>
        {
            beside?.Invoke();
            stored = database.Audit.Add(entry);
        });
        return stored;
    });

    private static SiteVehicle Read(V1.SiteVehicle proto)
    {
        var name = NameOf(proto.Vehicle, "vehicle.vehicle");
        if (proto.Kind.Length > MaximumKindLength)
            throw Refusal.Invalid("vehicle.kind", $"a kind has at most {MaximumKindLength} characters");
        var vehicle = new SiteVehicle(name, proto.Kind.Trim(), proto.Length, proto.Width, proto.Ahead);
        var isUsual = proto is { Length: 0, Width: 0, Ahead: 0 };
        return isUsual || SiteVehicles.DescriptionOf(vehicle).Shape is { IsPossible: true } && proto.Length > 0
            ? vehicle
            : throw Refusal.Invalid("vehicle.length", "no vehicle has this shape: length, width and the reference point's distance from the front bumper are metres");
    }

    private static VehicleName NameOf(string text, string field) => VehicleName.TryParse(text, out var name)
        ? name
        : throw Refusal.Invalid(field, $"'{text}' is no vehicle: organisation/vehicle");

    private static V1.SiteVehicle ToProto(SiteVehicle vehicle) => new()
    {
        Vehicle = vehicle.Name.ToString(), Kind = vehicle.Kind, Length = vehicle.Length, Width = vehicle.Width, Ahead = vehicle.Ahead,
    };
}
