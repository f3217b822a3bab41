using System.Globalization;
using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;
using Alarm = AutoValley.Site.Alarms.Alarm;

namespace AutoValley.Server.Services;

/// <summary>Alarms: those there are and were, and what persons do with them.</summary>
internal sealed class SiteAlarmAnswers(SiteDatabase database, SiteAlarms alarms, SiteOptions options, TimeProvider clock)
{
    private const int MaximumAlarms = 1_000;
    private const int DefaultAlarms = 100;

    public ListAlarmsResponse List(ListAlarmsRequest request)
    {
        var size = request.PageSize == 0 ? DefaultAlarms : (int)Math.Min(request.PageSize, int.MaxValue);
        var question = QuestionOf(request) with { Limit = size + 1 };
        var rows = Written.OrUnavailable(() => database.Alarms.Find(question));
        var views = rows.Select(row => AlarmView.Of(alarms.WithNewest(AlarmRows.Read(row)), NullIfEmpty(request.Organisation))).OfType<AlarmView>();
        var (taken, hasMore) = Page.Take(views.Select(view => SiteAlarmProtos.Of(view)), size);
        return new ListAlarmsResponse
        {
            Alarms = { taken }, NotRaised = request.Organisation.Length == 0 ? (uint)alarms.NotRaised : 0,
            NextPageToken = hasMore ? taken[^1].Id.ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    public AcknowledgeAlarmResponse Acknowledge(AcknowledgeAlarmRequest request) => new()
    {
        Alarm = Act(request.Id, "acknowledge alarm", By(request.Person, request.Note), (book, by) =>
            (book.Acknowledge((long)request.Id, by, out var change), change)),
    };

    public ResetAlarmResponse Reset(ResetAlarmRequest request) => new()
    {
        Alarm = Act(request.Id, "reset alarm", By(request.Person, request.Note), (book, by) => (book.Reset((long)request.Id, by, out var change), change)),
    };

    public ShelveAlarmResponse Shelve(ShelveAlarmRequest request) => new()
    {
        Alarm = Act(request.Id, "shelve alarm", By(request.Person, request.Reason), (book, by) =>
            (book.Shelve((long)request.Id, request.Until, by, out var change), change)),
    };

    public UnshelveAlarmResponse Unshelve(UnshelveAlarmRequest request) => new()
    {
        Alarm = Act(request.Id, "unshelve alarm", By(request.Person, request.Note), (book, by) =>
            (book.Unshelve((long)request.Id, by, out var change), change)),
    };

    private V1.Alarm Act(ulong id, string words, PersonAction by, Func<AlarmBook, PersonAction, (AlarmOutcome, AlarmChange?)> propose)
    {
        var (outcome, alarm) = Written.OrUnavailable(() => alarms.Act(book => propose(book, by), words, by));
        return outcome switch
        {
            AlarmOutcome.Done => SiteAlarmProtos.Of(new AlarmView(alarm!, false)),
            AlarmOutcome.BadPerson => throw Refusal.Invalid("person", $"a person's name is 1 to {options.Alarms.MaximumPersonLength} characters in one line"),
            AlarmOutcome.BadNote => throw Refusal.Invalid("note", $"a note or reason is at most {options.Alarms.MaximumNoteLength} characters in one line"),
            AlarmOutcome.NoReason => throw Refusal.Invalid("reason", "say why it is put aside"),
            AlarmOutcome.BadUntil => throw Refusal.Invalid("until", $"a time after now, and at most {options.Alarms.MaximumShelf.TotalHours:0.#} hours away"),
            AlarmOutcome.WrongState => throw Refusal.Precondition($"alarm {id}", $"alarm {id} {StateOf(id)}"),
            _ => throw Refusal.NotFound("alarm", id.ToString(CultureInfo.InvariantCulture), $"there is no alarm {id}, or it was closed long ago"),
        };
    }

    private string StateOf(ulong id)
    {
        var row = Written.OrUnavailable(() => database.Alarms.Find(new AlarmQuestion { Before = (long)id + 1, Limit = 1, Transitions = 1 }));
        return row is [var alarm] && alarm.Id == (long)id ? $"is {((AutoValley.Site.Alarms.AlarmState)alarm.State).ToString().ToLowerInvariant()}" : "is not in the state for it";
    }

    private PersonAction By(string person, string note) => new(SitePersons.Check(person), SitePersons.CheckNote(note), UnixTime.Now(clock));

    private static AlarmQuestion QuestionOf(ListAlarmsRequest request)
    {
        if (request.PageSize > MaximumAlarms)
            throw Refusal.Invalid("page_size", $"a page has {MaximumAlarms} alarms at most");
        var before = long.MaxValue;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            throw Refusal.Invalid("page_token", $"'{request.PageToken}' is no page token");
        if (request.Kinds.Any(kind => !Enum.IsDefined(kind) || kind == V1.AlarmKind.Unspecified))
            throw Refusal.Invalid("kinds", "kinds must be known");
        // Else a view could be asked which vehicles of others an alarm names.
        if (request.Organisation.Length > 0 && request.Vehicle.Length > 0 && !request.Vehicle.StartsWith(request.Organisation + "/", StringComparison.Ordinal))
            throw Refusal.Invalid("vehicle", $"{request.Vehicle} is not {request.Organisation}'s");
        return new AlarmQuestion
        {
            Before = before, OpenOnly = request.OpenOnly, Kinds = [.. request.Kinds.Select(kind => (int)kind)], Zone = request.Zone, Vehicle = request.Vehicle,
            Organisation = request.Organisation,
        };
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
