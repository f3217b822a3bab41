using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary>Entries of the audit as rows.</summary>
internal static class AuditFields
{
    public static IReadOnlyList<(string Name, Cell Value)> Of(AuditEntry entry) =>
        [("time", Cell.TimeOrMissing(entry.Time)), ("by", entry.Person), ("action", entry.Action), ("subject", entry.Subject), ("note", entry.Note)];
}
