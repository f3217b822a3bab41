using System.Globalization;
using AutoValley.Server.Refusals;
using AutoValley.Storage.Site;
using AutoValley.V1;
using AuditEntry = AutoValley.Storage.Site.AuditEntry;

namespace AutoValley.Server.Services;

/// <summary>What people did on the site.</summary>
internal sealed class SiteAuditAnswers(SiteDatabase database)
{
    private const int MaximumEntries = 1_000;
    private const int DefaultEntries = 100;

    public ListAuditResponse List(ListAuditRequest request)
    {
        if (request.PageSize > MaximumEntries)
            throw Refusal.Invalid("page_size", $"a page has {MaximumEntries} entries at most");
        var before = long.MaxValue;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            throw Refusal.Invalid("page_token", $"'{request.PageToken}' is no page token");
        var size = request.PageSize == 0 ? DefaultEntries : (int)request.PageSize;
        var entries = Written.OrUnavailable(() => database.Audit.Newest(before, request.Subject, size + 1));
        var (taken, hasMore) = Page.Take(entries.Select(ToProto), size);
        return new ListAuditResponse { Entries = { taken }, NextPageToken = hasMore ? taken[^1].Id.ToString(CultureInfo.InvariantCulture) : "" };
    }

    public static V1.AuditEntry ToProto(AuditEntry entry) => new()
    {
        Id = (ulong)entry.Id, Time = entry.Time, Person = entry.Person, Action = entry.Action, Subject = entry.Subject, Note = entry.Note,
    };
}
