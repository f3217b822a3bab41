using AutoValley.Site;
using AutoValley.Site.Bookings;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Bookings;

/// <summary>The site's bookings: changed by one person after the other, durable and in the audit before anybody is told. Safe for concurrent use.</summary>
internal sealed class SiteBookings
{
    private readonly Lock gate = new();
    private readonly SiteDatabase database;
    private readonly BookingBook book;

    public SiteBookings(SiteDatabase database, SiteOptions options, TimeProvider clock)
    {
        this.database = database;
        var (version, lastId) = database.Bookings.Newest;
        var from = UnixTime.Now(clock) - (options.Bookings.MaximumBackdating.Ticks * TimeSpan.NanosecondsPerTick);
        var known = database.Bookings.Find(new BookingQuestion { From = from, WithCancelled = true, Limit = int.MaxValue });
        book = new BookingBook(options.Bookings, known.Select(BookingRows.Read), version, lastId);
    }

    /// <summary>The bookings that hold at a time.</summary>
    public IReadOnlyList<Booking> At(long time)
    {
        lock (gate)
            return book.At(time);
    }

    /// <summary>What does not go on another map.</summary>
    public IReadOnlyList<BookingCollision> Collisions(Map map, long now)
    {
        Booking[] known;
        lock (gate)
            known = [.. book.Bookings];
        return [.. BookingCollision.Find(known, map, now)];
    }

    /// <summary>Carries out a wish.</summary>
    /// <param name="propose">Asks the book.</param>
    /// <param name="words">What it is called in the audit.</param>
    /// <param name="now">Unix nanoseconds.</param>
    /// <returns>The book's answer; done means durable.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored; nothing has changed.</exception>
    public BookingProposal Act(Func<BookingBook, BookingProposal> propose, string words, long now)
    {
        lock (gate)
        {
            book.Advance(now);
            var answer = propose(book);
            if (answer.Change is not { } change)
                return answer;
            database.InTransaction(() =>
            {
                database.Bookings.Put(BookingRows.Of(change));
                var subject = FormattableString.Invariant($"booking {change.Booking.Id}");
                return database.Audit.Add(new AuditEntry(0, change.Time, change.Person, words, subject, NoteOf(change)));
            });
            book.Apply(change);
            return answer;
        }
    }

    // What it is after the change, so that the audit tells what it was before the next one.
    private static string NoteOf(BookingChange change)
    {
        var booking = change.Booking;
        var vehicles = booking.Vehicles.Count == 0 ? "all vehicles" : string.Join(", ", booking.Vehicles);
        var what = $"{booking.Organisation}: {string.Join(", ", booking.Zones)}; {UnixTime.ToText(booking.From)} to {UnixTime.ToText(booking.End)}; {vehicles}"
            + (booking.IsExclusive ? "; exclusive" : "") + (booking.Purpose.Length > 0 ? $"; {booking.Purpose}" : "");
        return change.Note.Length > 0 ? $"{change.Note} ({what})" : what;
    }
}
