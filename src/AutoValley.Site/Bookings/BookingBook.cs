using AutoValley.Telemetry;

namespace AutoValley.Site.Bookings;

/// <summary>
/// The bookings that are not over, and those that ended so shortly ago that a new one may still begin in their time. Like <see cref="Alarms.AlarmBook"/> it proposes and applies apart, so that a change can be made durable in between, and has no clock.
/// For one caller at a time.
/// </summary>
public sealed class BookingBook
{
    private readonly BookingOptions options;
    private readonly SortedDictionary<long, Booking> bookings = [];
    private long lastId;

    /// <param name="options">Limits.</param>
    /// <param name="bookings">Those that are not over for as long as a new one may be backdated, cancelled ones too.</param>
    /// <param name="version">Of the newest change.</param>
    /// <param name="lastId">The last id that was given.</param>
    public BookingBook(BookingOptions options, IEnumerable<Booking>? bookings = null, long version = 0, long lastId = 0)
    {
        this.options = options;
        foreach (var booking in (bookings ?? []).Where(HasTime))
            this.bookings[booking.Id] = booking;
        (Version, this.lastId) = (version, lastId);
    }

    /// <summary>Of the newest change; grows by one with each.</summary>
    public long Version { get; private set; }

    /// <summary>Those that it knows, by id.</summary>
    public IReadOnlyCollection<Booking> Bookings => bookings.Values;

    /// <summary>The booking of that id, if the book knows it.</summary>
    public Booking? Find(long id) => bookings.GetValueOrDefault(id);

    /// <summary>The bookings that hold at a time.</summary>
    public IReadOnlyList<Booking> At(long time) => [.. bookings.Values.Where(booking => booking.HoldsAt(time))];

    /// <summary>Proposes a new booking.</summary>
    public BookingProposal Create(BookingDraft draft, Map map, PersonAction by)
    {
        if (bookings.Values.Count(booking => booking.End > by.Time) is var count && count >= options.MaximumBookings)
            return new BookingProposal(BookingOutcome.TooMany, $"there are {count} bookings that are not over, the limit");
        if (draft.From < by.Time - Nanos(options.MaximumBackdating))
            return new BookingProposal(BookingOutcome.BadTimes, $"it would have started more than {options.MaximumBackdating} ago");
        return Propose(draft.ToBooking(lastId + 1), BookingAction.Create, map, by);
    }

    /// <summary>Proposes other zones, times or vehicles for a booking that is not over. Of one that has begun only the end and the purpose can change, and none changes its organisation.</summary>
    public BookingProposal Change(long id, BookingDraft draft, Map map, PersonAction by)
    {
        if (FindOpen(id, by.Time) is not { } booking)
            return NotFound(id);
        if (draft.Organisation != booking.Organisation)
            return new BookingProposal(BookingOutcome.BadOrganisation, "a booking stays its organisation's");
        if (draft.From != booking.From && Math.Min(draft.From, booking.From) < by.Time)
            return new BookingProposal(BookingOutcome.BadTimes, "what has begun keeps its start, and nothing starts in the past");
        var changed = draft.ToBooking(id);
        if (booking.From < by.Time && !IsSameRight(booking, changed))
            return new BookingProposal(BookingOutcome.BadTimes, "what has begun keeps its zones, its vehicles and whether it is exclusive: cancel it, and book anew");
        return Propose(changed, BookingAction.Change, map, by);
    }

    /// <summary>Proposes to cancel a booking that is not over; one that has begun ends now.</summary>
    public BookingProposal Cancel(long id, PersonAction by)
    {
        if (FindOpen(id, by.Time) is not { } booking)
            return NotFound(id);
        return Check(booking, by) ?? Done(booking with { CancelledAt = by.Time }, BookingAction.Cancel, by);
    }

    /// <summary>Carries a proposed change out.</summary>
    /// <exception cref="ArgumentException">Another change was applied since it was proposed.</exception>
    public void Apply(BookingChange change)
    {
        if (change.Version != Version + 1)
            throw new ArgumentException($"change {change.Version} does not follow {Version}", nameof(change));
        Version++;
        lastId = Math.Max(lastId, change.Booking.Id);
        if (HasTime(change.Booking))
            bookings[change.Booking.Id] = change.Booking;
        else
            bookings.Remove(change.Booking.Id);
    }

    /// <summary>Lets bookings go that are over for as long as a new one may be backdated.</summary>
    public void Advance(long now)
    {
        foreach (var over in bookings.Values.Where(booking => booking.End <= now - Nanos(options.MaximumBackdating)).ToArray())
            bookings.Remove(over.Id);
    }

    private Booking? FindOpen(long id, long now) => Find(id) is { CancelledAt: null } booking && booking.End > now ? booking : null;

    // One that was cancelled before it began never was in anybody's way.
    private static bool HasTime(Booking booking) => booking.End > booking.From;

    private static bool IsSameRight(Booking one, Booking two) =>
        one.IsExclusive == two.IsExclusive && one.Zones.SequenceEqual(two.Zones) && one.Vehicles.ToHashSet().SetEquals(two.Vehicles);

    private static BookingProposal NotFound(long id) => new(BookingOutcome.NotFound, $"there is no booking {id} that is not over");

    private BookingProposal Propose(Booking booking, BookingAction action, Map map, PersonAction by)
    {
        if (Check(booking, by) is { } refusal)
            return refusal;
        if (booking.Zones.Count == 0 || booking.Zones.Count > options.MaximumZones)
            return new BookingProposal(BookingOutcome.BadZones, $"name 1 to {options.MaximumZones} zones");
        if (booking.Zones.FirstOrDefault(zone => map.Find(zone) is null) is { } unknown)
            return new BookingProposal(BookingOutcome.BadZones, $"the map has no zone \"{unknown}\"");
        if (Conflicts.Find(booking, bookings.Values, map) is { } conflict)
            return new BookingProposal(BookingOutcome.Conflict, Conflicts.Describe(booking, conflict, map), Conflict: conflict);
        return Done(booking, action, by);
    }

    private BookingProposal? Check(Booking booking, PersonAction by)
    {
        if (!VehicleName.IsPart(booking.Organisation))
            return new BookingProposal(BookingOutcome.BadOrganisation, "an organisation is 1 to 64 of A-Z a-z 0-9 . _ -");
        if (booking.To <= booking.From || booking.To <= by.Time || (UInt128)((Int128)booking.To - booking.From) > (UInt128)Nanos(options.MaximumLength))
            return new BookingProposal(BookingOutcome.BadTimes, $"it has to end after its start and after now, and lasts {options.MaximumLength.TotalDays:0} days at most");
        if (booking.Vehicles.Count > options.MaximumVehicles)
            return new BookingProposal(BookingOutcome.BadVehicles, $"name at most {options.MaximumVehicles} vehicles");
        if (booking.Vehicles.Where(vehicle => vehicle.Organisation != booking.Organisation).Select(vehicle => $"{vehicle}").FirstOrDefault() is { } foreign)
            return new BookingProposal(BookingOutcome.BadVehicles, $"{foreign} is not {booking.Organisation}'s");
        if (string.IsNullOrWhiteSpace(by.Person) || !PlainText.Is(by.Person, options.MaximumPersonLength))
            return new BookingProposal(BookingOutcome.BadPerson, $"a person's name is 1 to {options.MaximumPersonLength} characters in one line");
        if (!PlainText.Is(by.Note, options.MaximumTextLength) || !PlainText.Is(booking.Purpose, options.MaximumTextLength))
            return new BookingProposal(BookingOutcome.BadText, $"a text is at most {options.MaximumTextLength} characters in one line");
        return null;
    }

    private BookingProposal Done(Booking booking, BookingAction action, PersonAction by) =>
        new(BookingOutcome.Done, Change: new BookingChange(Version + 1, booking, action, by.Time, by.Person, by.Note));

    private static long Nanos(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
