using System.Globalization;
using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Bookings;
using AutoValley.Site;
using AutoValley.Site.Bookings;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Services;

/// <summary>Bookings: made, changed, cancelled and listed.</summary>
internal sealed class SiteBookingAnswers(SiteDatabase database, SiteBookings bookings, SiteMaps maps, TimeProvider clock)
{
    private const int MaximumBookings = 1_000;

    public CreateBookingResponse Create(CreateBookingRequest request)
    {
        var (by, draft, map) = (By(request.Person, request.Note), SiteBookingProtos.Read(request.Booking), ActiveMap());
        FindOverlaps(draft, map);
        return new CreateBookingResponse { Booking = Act(book => book.Create(draft, map, by), "create booking", by) };
    }

    public UpdateBookingResponse Update(UpdateBookingRequest request)
    {
        var (by, draft, map) = (By(request.Person, request.Note), SiteBookingProtos.Read(request.Booking), ActiveMap());
        FindOverlaps(draft, map);
        return new UpdateBookingResponse { Booking = Act(book => book.Change((long)request.Booking.Id, draft, map, by), "change booking", by) };
    }

    public CancelBookingResponse Cancel(CancelBookingRequest request)
    {
        var by = By(request.Person, request.Note);
        return new CancelBookingResponse { Booking = Act(book => book.Cancel((long)request.Id, by), "cancel booking", by) };
    }

    public ListBookingsResponse List(ListBookingsRequest request)
    {
        if (request.PageSize > MaximumBookings)
            throw Refusal.Invalid("page_size", $"a page has {MaximumBookings} bookings at most");
        var size = request.PageSize == 0 ? MaximumBookings : (int)request.PageSize;
        var (taken, hasMore) = Page.Take(Matching(request), size);
        return new ListBookingsResponse { Bookings = { taken }, NextPageToken = hasMore ? TokenOf(taken[^1]) : "" };
    }

    private IEnumerable<V1.Booking> Matching(ListBookingsRequest request)
    {
        var map = request.Zone.Length > 0 ? MapOrNone() : null;
        var after = AfterOf(request.PageToken);
        while (true)
        {
            var question = QuestionOf(request) with { After = after, Limit = MaximumBookings };
            var rows = Written.OrUnavailable(() => database.Bookings.Find(question));
            foreach (var booking in rows.Select(BookingRows.Read))
            {
                if (request.Zone.Length == 0 || (map is null ? booking.Zones.Contains(request.Zone) : booking.Covers(map, request.Zone)))
                    yield return SiteBookingProtos.Of(booking);
            }
            if (rows.Count < MaximumBookings)
                yield break;
            after = (rows[^1].From, rows[^1].Id);
        }
    }

    private V1.Booking Act(Func<BookingBook, BookingProposal> propose, string words, PersonAction by)
    {
        var answer = Written.OrUnavailable(() => bookings.Act(propose, words, by.Time));
        return answer.Outcome switch
        {
            BookingOutcome.Done => SiteBookingProtos.Of(answer.Change!.Booking),
            BookingOutcome.NotFound => throw Refusal.NotFound("booking", "", answer.Detail),
            BookingOutcome.Conflict => throw Refusal.Exists("booking", answer.Conflict!.Id.ToString(CultureInfo.InvariantCulture), answer.Detail),
            BookingOutcome.TooMany => throw Refusal.OverLimit("bookings", answer.Detail),
            BookingOutcome.BadOrganisation => throw Refusal.Invalid("booking.organisation", answer.Detail),
            BookingOutcome.BadZones => throw Refusal.Invalid("booking.zones", answer.Detail),
            BookingOutcome.BadTimes => throw Refusal.Invalid("booking.to_time", answer.Detail),
            BookingOutcome.BadVehicles => throw Refusal.Invalid("booking.vehicles", answer.Detail),
            BookingOutcome.BadPerson => throw Refusal.Invalid("person", answer.Detail),
            _ => throw Refusal.Invalid("note", answer.Detail),
        };
    }

    // Once for a map's zone, and not while the bookings' lock is held: rules ask for the bookings that hold.
    private static void FindOverlaps(BookingDraft draft, Map map)
    {
        foreach (var zone in draft.Zones)
            map.Overlapping(zone);
    }

    private Map ActiveMap() => MapOrNone() ?? throw Refusal.Precondition("map", "no map is active: there are no zones to book");

    private Map? MapOrNone() => Written.OrUnavailable(() => maps.Find(0)) is { } stored ? maps.Read(stored) : null;

    private PersonAction By(string person, string note) => new(SitePersons.Check(person), SitePersons.CheckNote(note), UnixTime.Now(clock));

    private static BookingQuestion QuestionOf(ListBookingsRequest request) => new()
    {
        Organisation = request.Organisation, From = request.HasFromTime ? request.FromTime : long.MinValue, To = request.HasToTime ? request.ToTime : long.MaxValue,
        WithCancelled = request.WithCancelled,
    };

    private static string TokenOf(V1.Booking booking) => FormattableString.Invariant($"{booking.FromTime}:{booking.Id}");

    private static (long From, long Id)? AfterOf(string token)
    {
        if (token.Length == 0)
            return null;
        return token.Split(':') is [var from, var id]
            && long.TryParse(from, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (time, number)
            : throw Refusal.Invalid("page_token", $"'{token}' is no page token");
    }
}
