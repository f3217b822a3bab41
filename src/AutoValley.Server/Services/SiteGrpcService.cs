using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.SiteService: each group of calls has its answers in a class of its own.</summary>
internal sealed class SiteGrpcService(
    SiteMapAnswers maps, SiteVehicleAnswers vehicles, OccupancyAnswers occupancy, VisitAnswers visits, SiteAuditAnswers audit,
    SiteRuleAnswers rules) : SiteService.SiteServiceBase
{
    /// <inheritdoc/>
    public override Task<ImportMapResponse> ImportMap(ImportMapRequest request, ServerCallContext context) => maps.ImportAsync(request);

    /// <inheritdoc/>
    public override Task<ListMapsResponse> ListMaps(ListMapsRequest request, ServerCallContext context) => Task.FromResult(maps.List(request));

    /// <inheritdoc/>
    public override Task GetMap(GetMapRequest request, IServerStreamWriter<GetMapResponse> responseStream, ServerCallContext context) =>
        maps.GetAsync(request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task ExportMap(ExportMapRequest request, IServerStreamWriter<ExportMapResponse> responseStream, ServerCallContext context) =>
        maps.ExportAsync(request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ActivateMapResponse> ActivateMap(ActivateMapRequest request, ServerCallContext context) => maps.ActivateAsync(request);

    /// <inheritdoc/>
    public override Task<SetVehicleResponse> SetVehicle(SetVehicleRequest request, ServerCallContext context) => vehicles.SetAsync(request);

    /// <inheritdoc/>
    public override Task<ListSiteVehiclesResponse> ListSiteVehicles(ListSiteVehiclesRequest request, ServerCallContext context) =>
        Task.FromResult(vehicles.List(request));

    /// <inheritdoc/>
    public override Task<ClearVehicleResponse> ClearVehicle(ClearVehicleRequest request, ServerCallContext context) => vehicles.ClearAsync(request);

    /// <inheritdoc/>
    public override Task WatchOccupancy(
        WatchOccupancyRequest request, IServerStreamWriter<WatchOccupancyResponse> responseStream, ServerCallContext context) =>
        occupancy.WatchAsync(request, responseStream, context);

    /// <inheritdoc/>
    public override Task<ListVisitsResponse> ListVisits(ListVisitsRequest request, ServerCallContext context) => visits.ListAsync(request);

    /// <inheritdoc/>
    public override Task<ListAuditResponse> ListAudit(ListAuditRequest request, ServerCallContext context) => Task.FromResult(audit.List(request));

    /// <inheritdoc/>
    public override Task<ListAlarmsResponse> ListAlarms(ListAlarmsRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Alarms.List(request));

    /// <inheritdoc/>
    public override Task<AcknowledgeAlarmResponse> AcknowledgeAlarm(AcknowledgeAlarmRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Alarms.Acknowledge(request));

    /// <inheritdoc/>
    public override Task<ResetAlarmResponse> ResetAlarm(ResetAlarmRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Alarms.Reset(request));

    /// <inheritdoc/>
    public override Task<ShelveAlarmResponse> ShelveAlarm(ShelveAlarmRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Alarms.Shelve(request));

    /// <inheritdoc/>
    public override Task<UnshelveAlarmResponse> UnshelveAlarm(UnshelveAlarmRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Alarms.Unshelve(request));

    /// <inheritdoc/>
    public override Task<CreateBookingResponse> CreateBooking(CreateBookingRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Bookings.Create(request));

    /// <inheritdoc/>
    public override Task<UpdateBookingResponse> UpdateBooking(UpdateBookingRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Bookings.Update(request));

    /// <inheritdoc/>
    public override Task<CancelBookingResponse> CancelBooking(CancelBookingRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Bookings.Cancel(request));

    /// <inheritdoc/>
    public override Task<ListBookingsResponse> ListBookings(ListBookingsRequest request, ServerCallContext context) =>
        Task.FromResult(rules.Bookings.List(request));

    /// <inheritdoc/>
    public override Task WatchAlarms(WatchAlarmsRequest request, IServerStreamWriter<WatchAlarmsResponse> responseStream, ServerCallContext context) =>
        rules.Watch.WatchAsync(request, responseStream, context);

    /// <inheritdoc/>
    public override Task GetUtilisation(
        GetUtilisationRequest request, IServerStreamWriter<GetUtilisationResponse> responseStream, ServerCallContext context) =>
        rules.Utilisation.GetAsync(request, responseStream, context.CancellationToken);
}
