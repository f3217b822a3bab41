using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

/// <summary>The site: a test says what it answers and sees what it was asked.</summary>
internal sealed class FakeSite : SiteService.SiteServiceBase
{
    public List<IMessage> Asked { get; } = [];

    public List<Alarm> Alarms { get; } = [];

    public List<WatchAlarmsResponse> Watched { get; } = [];

    public List<Booking> Bookings { get; } = [];

    public List<UtilisationRow> Rows { get; } = [];

    public override Task<ListAlarmsResponse> ListAlarms(ListAlarmsRequest request, ServerCallContext context)
    {
        Asked.Add(request);
        // A page an alarm.
        var at = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(new ListAlarmsResponse
        {
            Alarms = { Alarms.Skip(at).Take(1) }, NextPageToken = at + 1 < Alarms.Count ? FormattableString.Invariant($"{at + 1}") : "",
        });
    }

    public override async Task WatchAlarms(WatchAlarmsRequest request, IServerStreamWriter<WatchAlarmsResponse> responseStream, ServerCallContext context)
    {
        Asked.Add(request);
        foreach (var response in Watched)
            await responseStream.WriteAsync(response);
    }

    public override Task<AcknowledgeAlarmResponse> AcknowledgeAlarm(AcknowledgeAlarmRequest request, ServerCallContext context) =>
        Answer(request, new AcknowledgeAlarmResponse { Alarm = Find(request.Id) });

    public override Task<ResetAlarmResponse> ResetAlarm(ResetAlarmRequest request, ServerCallContext context) =>
        Answer(request, new ResetAlarmResponse { Alarm = Find(request.Id) });

    public override Task<ShelveAlarmResponse> ShelveAlarm(ShelveAlarmRequest request, ServerCallContext context) =>
        Answer(request, new ShelveAlarmResponse { Alarm = Find(request.Id) });

    public override Task<UnshelveAlarmResponse> UnshelveAlarm(UnshelveAlarmRequest request, ServerCallContext context) =>
        Answer(request, new UnshelveAlarmResponse { Alarm = Find(request.Id) });

    public override Task<ListBookingsResponse> ListBookings(ListBookingsRequest request, ServerCallContext context) =>
        Answer(request, new ListBookingsResponse { Bookings = { Bookings } });

    public override Task<CreateBookingResponse> CreateBooking(CreateBookingRequest request, ServerCallContext context) =>
        Answer(request, new CreateBookingResponse { Booking = new Booking(request.Booking) { Id = 7 } });

    public override Task<UpdateBookingResponse> UpdateBooking(UpdateBookingRequest request, ServerCallContext context) =>
        Answer(request, new UpdateBookingResponse { Booking = request.Booking });

    public override Task<CancelBookingResponse> CancelBooking(CancelBookingRequest request, ServerCallContext context) => request.Id == 7
        ? Answer(request, new CancelBookingResponse { Booking = new Booking { Id = 7, CancelTime = 1_000_000_000 } })
        : throw new RpcException(new Status(StatusCode.NotFound, $"there is no booking {request.Id} that is not over"));

    public override async Task GetUtilisation(GetUtilisationRequest request, IServerStreamWriter<GetUtilisationResponse> responseStream, ServerCallContext context)
    {
        Asked.Add(request);
        foreach (var row in Rows)
            await responseStream.WriteAsync(new GetUtilisationResponse { Rows = { row } });
    }

    private Task<T> Answer<T>(IMessage request, T answer)
    {
        Asked.Add(request);
        return Task.FromResult(answer);
    }

    private Alarm Find(ulong id) => Alarms.Find(alarm => alarm.Id == id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"there is no alarm {id}"));
}
